"""The words of a sentence to a lattice of what each may mean, and what is set aside."""
