"""Tests of the waiting-time estimators."""
