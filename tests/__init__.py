"""Tests, in folders that mirror `positions/`. `python -m tests` runs them on both databases."""
