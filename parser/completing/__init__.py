"""What can come next at the end of an unfinished sentence."""
