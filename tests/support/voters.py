"""Python labeling functions in a module that other processes can import."""

from __future__ import annotations

from typing import Any

import sayso


@sayso.labeling_function(label="a")
def long_text(row: Any) -> Any:
    """label a if the text is long"""
    return len(row["text"]) > 10


@sayso.labeling_function(label="b", batch=True)
def whole_number(frame: Any) -> Any:
    """label b if n is a whole number"""
    return frame["n"] % 1 == 0
