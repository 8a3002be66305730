"""Tests of the disclosure control."""
