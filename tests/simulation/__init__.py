"""Simulated households with known rates: the demonstration data and the truth behind them."""
