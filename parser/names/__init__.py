"""What people may call the things of a schema, as its names, values and descriptions tell."""
