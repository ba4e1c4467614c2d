"""The way back from a run: its record read again, and everything that is shown to those who ask about it."""
