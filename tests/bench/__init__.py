"""Measures of speed, never asserted: a machine is noisy, a ratio is not."""
