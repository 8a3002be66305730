"""Tests of the generator, and the simulation behind its demonstration data."""
