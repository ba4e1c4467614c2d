"""How training tells how far it is: to a callback, or with a bar where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int, str], None]
"""Called with the steps done, the steps in all, and a word on how it goes."""


@contextmanager
def reporting(progress: Progress | None, title: str) -> Iterator[Progress]:
    """The callback itself where one is given; else a bar on a terminal, and nothing elsewhere."""
    if progress is not None:
        yield progress
    elif sys.stderr.isatty():
        with _bar(title) as shown:
            yield shown
    else:
        yield lambda done, total, word: None


@contextmanager
def _bar(title: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[word]}"), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(title, total=None, word="")
        yield lambda done, total, word: bars.update(task, completed=done, total=total, word=word)
