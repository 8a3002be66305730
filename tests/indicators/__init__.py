"""The indicators one by one: their worked examples, and the estimates behind them."""
