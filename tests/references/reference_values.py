"""What the references say of plain values: dates, boxes, categories, the case and worth of texts. One value at a time."""

from __future__ import annotations

import datetime
import math
import re
from typing import Any

Box = list[float]


def days(value: Any) -> float | None:
    """A number, or a date as days since 1970-01-01."""
    if isinstance(value, str):
        value = datetime.date.fromisoformat(value)
    return (value - datetime.date(1970, 1, 1)).days if isinstance(value, datetime.date) else value


def part_of(value: float | None, part: str) -> float | None:
    """The year, month, day or weekday (Monday 1) of a date."""
    if value is None or not part:
        return value
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=math.floor(value))
    return date.isoweekday() if part == "weekday" else getattr(date, part)


def alike(a: Any, b: Any) -> bool:
    """Two values of columns are the same, neither missing."""
    if a is None or b is None:
        return False
    if isinstance(a, str) and isinstance(b, str):
        return a.strip().lower() == b.strip().lower()
    return bool(days(a) == days(b))


def one_of(value: Any, values: tuple[str, ...]) -> bool:
    return value is not None and any(str(value).strip().lower() == wanted.lower() for wanted in values)


# ---------------------------------------------------------------- boxes


def box_value(box: Box | None, what: str) -> float | None:
    if box is None:
        return None
    left, top, right, bottom = box
    wide, tall = right - left, bottom - top
    table = {"left": left, "right": right, "top": top, "bottom": bottom, "width": wide, "height": tall}
    return {**table, "area": wide * tall, "centre x": (left + right) / 2, "centre y": (top + bottom) / 2}[what]


def box_distance(a: Box | None, b: Box | None, between: str) -> float | None:
    if a is None or b is None:
        return None
    if between == "centres":
        return math.dist(centre(a), centre(b))
    return math.hypot(apart(a[0], a[2], b[0], b[2]), apart(a[1], a[3], b[1], b[3]))


def box_share(a: Box | None, b: Box | None) -> float | None:
    """How much of a lies in b."""
    if a is None or b is None or a[2] <= a[0] or a[3] <= a[1]:
        return None
    sides = [max(0.0, min(a[i + 2], b[i + 2]) - max(a[i], b[i])) for i in (0, 1)]
    return sides[0] * sides[1] / ((a[2] - a[0]) * (a[3] - a[1]))


def centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def apart(a: float, b: float, c: float, d: float) -> float:
    """How far the stretches from a to b and from c to d are apart."""
    return c - b if c > b else a - d if a > d else 0.0


def box_relation(a: Box | None, relation: str, b: Box | None) -> bool:
    if a is None or b is None:
        return False
    if relation == "aligned":
        return any(
            abs(centre(a)[i] - centre(b)[i]) <= 0.1 * max(a[i + 2] - a[i], b[i + 2] - b[i])  # the larger extent
            for i in (0, 1)
        )
    if relation in ("overlaps", "touches"):
        common = [(max(a[i], b[i]), min(a[i + 2], b[i + 2])) for i in (0, 1)]
        return all(low < high if relation == "overlaps" else low <= high for low, high in common)
    if relation == "inside":
        return b[0] <= a[0] and b[1] <= a[1] and a[2] <= b[2] and a[3] <= b[3]
    return {"above": a[3] <= b[1], "below": a[1] >= b[3], "left of": a[2] <= b[0], "right of": a[0] >= b[2]}[relation]


# ---------------------------------------------------------------- texts


def same(text: str, value: str, mode: str) -> bool:
    """The whole text is the value, outer white space apart."""
    text, value = " ".join(text.split()), " ".join(value.split())
    return text == value or (mode != "exact" and text.lower() == value.lower())


SMALL = ("a", "an", "and", "of", "the", "for", "to", "in", "on", "by", "with", "or")


def cased(text: str, case: str) -> bool:
    if not any(c.isalpha() for c in text):
        return False
    if case != "title":
        return all(c == (c.upper() if case == "upper" else c.lower()) for c in text)
    longer = [w for w in "".join(c if c.isalpha() else " " for c in text).split() if w.lower() not in SMALL]
    return bool(longer) and all(w[0].isupper() and not any(c.isupper() for c in w[1:]) for w in longer)


SCALES = {
    **{"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "mln": 1e6, "billion": 1e9, "b": 1e9, "bn": 1e9},
    **{"trillion": 1e12, "cent": 0.01, "cents": 0.01, "pence": 0.01, "¢": 0.01},
}


def worth(text: str) -> float | None:
    """The first number of a text, with what stands behind it: "$5k" is 5,000, "50 cents" a half."""
    at = next((i for i, c in enumerate(text) if c.isdecimal()), None)
    if at is None:
        return None
    end = beyond_digits(text, at)
    while text[end : end + 1] == "," and beyond_digits(text, end + 1) == end + 4:
        end += 4
    if text[end : end + 1] == "." and beyond_digits(text, end + 1) > end + 1:
        end = beyond_digits(text, end + 1)
    behind = re.match(r"[\s-]?(¢|[^\W\d_]+)(?!\w)", text[end:])
    scale = SCALES.get(behind[1].lower(), 1.0) if behind else 1.0
    return float(text[at:end].replace(",", "")) * scale


def beyond_digits(text: str, at: int) -> int:
    while at < len(text) and text[at].isdecimal():
        at += 1
    return at
