"""The lattice to readings: grammar, chart, k-best meanings, and which of them is likely."""
