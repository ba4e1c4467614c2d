"""`python -m sayso.cli`: how git calls the merge driver, whatever is on its path."""

from __future__ import annotations

from sayso.cli import main

if __name__ == "__main__":
    main()
