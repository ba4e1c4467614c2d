"""Numbers and boxes of whole columns at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sayso.grammar import plan
from sayso.runtime.columns import Columns, Flags, Floats

COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
}
"""How two numbers, or two columns of them, compare."""


def numbers(op: plan.Number, columns: Columns) -> Floats:
    """The values of a number operation that reads no text, NaN where missing; worked out once for some rows."""
    made: Floats = columns.kept(op, lambda: _numbers(op, columns))
    return made


def _numbers(op: plan.Number, columns: Columns) -> Floats:
    if isinstance(op, plan.Constant):
        return np.full(len(columns), op.value)
    if isinstance(op, plan.Value):
        values = columns.numbers(op.column)
        return values if not op.part else _part(values, op.part)
    if isinstance(op, plan.BoxValue):
        return _measure(columns.boxes(op.column), op.what)
    if isinstance(op, plan.BoxDistance):
        return _distance(columns.boxes(op.left), columns.boxes(op.right), op.between)
    if isinstance(op, plan.BoxShare):
        return _share(columns.boxes(op.left), columns.boxes(op.right))
    if isinstance(op, plan.Arithmetic):
        return combined(numbers(op.left, columns), op.operator, numbers(op.right, columns))
    raise TypeError(op)


def compared(left: Floats, comparison: str, right: Floats) -> Flags:
    """How two columns of numbers compare, False where either is missing."""
    with np.errstate(invalid="ignore"):
        held = COMPARE[comparison](left, right)
    return np.asarray(held & ~np.isnan(left) & ~np.isnan(right), dtype=np.bool_)


def combined(left: Floats, operator: str, right: Floats) -> Floats:
    """Two columns of numbers added, subtracted, multiplied or divided, or how far apart they are."""
    made: dict[str, Callable[[], Floats]] = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: np.where(right == 0, np.nan, left / right),
        "distance": lambda: np.abs(left - right),
    }
    with np.errstate(all="ignore"):
        return np.asarray(made[operator](), dtype=np.float64)


def _part(days: Floats, part: str) -> Floats:
    result = np.full(len(days), np.nan)
    there = ~np.isnan(days)
    dates = np.floor(days[there]).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    taken: dict[str, Callable[[], Any]] = {
        "year": lambda: dates.astype("datetime64[Y]").astype(int) + 1970,
        "month": lambda: months.astype(int) % 12 + 1,
        "day": lambda: (dates - months).astype(int) + 1,
        "weekday": lambda: (dates.astype(int) + 3) % 7 + 1,
    }
    result[there] = taken[part]()
    return result


def _measure(box: Floats, what: str) -> Floats:
    x1, y1, x2, y2 = box.T
    made: dict[str, Floats] = {
        "left": x1,
        "right": x2,
        "top": y1,
        "bottom": y2,
        "width": x2 - x1,
        "height": y2 - y1,
        "area": (x2 - x1) * (y2 - y1),
        "centre x": (x1 + x2) / 2,
        "centre y": (y1 + y2) / 2,
    }
    return made[what]


def _distance(a: Floats, b: Floats, between: str) -> Floats:
    if between == "centres":
        across = _measure(a, "centre x") - _measure(b, "centre x")
        return np.asarray(np.hypot(across, _measure(a, "centre y") - _measure(b, "centre y")), dtype=np.float64)
    ax1, ay1, ax2, ay2 = a.T
    bx1, by1, bx2, by2 = b.T
    across = np.maximum(0.0, np.maximum(bx1 - ax2, ax1 - bx2))
    down = np.maximum(0.0, np.maximum(by1 - ay2, ay1 - by2))
    return np.asarray(np.hypot(across, down), dtype=np.float64)


def _share(a: Floats, b: Floats) -> Floats:
    """How much of each box of `a` lies in that of `b`."""
    wide = np.minimum(a[:, 2], b[:, 2]) - np.maximum(a[:, 0], b[:, 0])
    tall = np.minimum(a[:, 3], b[:, 3]) - np.maximum(a[:, 1], b[:, 1])
    area = _measure(a, "area")
    with np.errstate(all="ignore"):
        return np.where(area > 0, np.maximum(wide, 0) * np.maximum(tall, 0) / area, np.nan)


def related(op: plan.BoxRelation, columns: Columns) -> Flags:
    """Whether two boxes stand so, False where either is missing."""
    a, b = columns.boxes(op.left), columns.boxes(op.right)
    ax1, ay1, ax2, ay2 = a.T
    bx1, by1, bx2, by2 = b.T
    wide = np.minimum(ax2, bx2) - np.maximum(ax1, bx1)
    tall = np.minimum(ay2, by2) - np.maximum(ay1, by1)
    with np.errstate(invalid="ignore"):
        made: dict[str, Callable[[], Flags]] = {
            "above": lambda: ay2 <= by1,
            "below": lambda: ay1 >= by2,
            "left of": lambda: ax2 <= bx1,
            "right of": lambda: ax1 >= bx2,
            "overlaps": lambda: (wide > 0) & (tall > 0),
            "touches": lambda: (wide >= 0) & (tall >= 0),
            "inside": lambda: (ax1 >= bx1) & (ay1 >= by1) & (ax2 <= bx2) & (ay2 <= by2),
            "aligned": lambda: _aligned(a, b),
        }
        return made[op.relation]()


def _aligned(a: Floats, b: Floats) -> Flags:
    across = np.abs(_measure(a, "centre x") - _measure(b, "centre x"))
    down = np.abs(_measure(a, "centre y") - _measure(b, "centre y"))
    width = np.maximum(_measure(a, "width"), _measure(b, "width"))
    height = np.maximum(_measure(a, "height"), _measure(b, "height"))
    return np.asarray((across <= 0.1 * width) | (down <= 0.1 * height), dtype=np.bool_)
