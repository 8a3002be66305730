"""Measures of time and memory, run by hand or by `make bench`."""
