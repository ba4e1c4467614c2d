"""What a sentence may cost: steps are counted, not seconds, so that it is read alike on a slow machine and on a fast one."""

from __future__ import annotations

STEPS = 150_000
"""What one sentence may take, with its corrections and its repairs: about a third of a second, and twice what any known one takes."""
READING = 13
"""What it costs to make one meaning, where an item of the chart is 1 (microseconds: 23 and 1.8)."""
TOKEN = 40
"""What it costs to lay the edges over one token."""
COMBINED = 4
"""How many combinations of parts are made for one step."""


class TooManyWays(Exception):
    """The sentence takes more steps than it may."""


class Effort:
    """The steps that are left for a sentence."""

    def __init__(self, steps: float = STEPS) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Take some; raise `TooManyWays` where there are not as many left."""
        self.left -= steps
        if self.left < 0:
            raise TooManyWays
