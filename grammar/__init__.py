"""What can be said, and what it means. Imports the standard library only."""
