"""Prose around a rule, which asks nothing of a row: set aside and shown, like the remarks of `asides.py`."""
