"""A small valid deposit, and many broken ones: one defect each."""
