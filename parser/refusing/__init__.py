"""No reading: what is wrong, what was understood, what to type instead."""
