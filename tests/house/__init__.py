"""Tests of the house: the design, the documents, the habits."""
