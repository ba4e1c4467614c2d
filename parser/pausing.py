"""No garbage is looked for while a sentence is read: nearly all that is made for it goes by itself when it is done.

Python's collector takes the hundred thousand objects of a long sentence for a leak in the making, and looks through everything
that the process holds again and again: that was half the time of the slowest sentences, and more in a process that holds much.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector still, and leave it as it was. Where threads overlap, the first to end lets it go on: no more
    than a sentence's garbage ever waits."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
