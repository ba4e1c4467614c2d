"""Every operation of the engine once more: slow, obvious, one row at a time, written from `grammar/plan.py`'s words alone."""

from __future__ import annotations

import re
from typing import Any

from sayso.grammar import plan

PLAIN = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}


def plain(text: str) -> str:
    return "".join(PLAIN.get(c, c) for c in text)


def occurrences(text: str, term: plan.Term) -> list[tuple[int, int]]:
    """All places of a term, tried at every character."""
    text, wanted, found = plain(text), plain(term.text).strip().split(), []
    fold = term.mode in ("words", "part")
    for start in range(len(text)):
        end = match_words(text, start, wanted, fold)
        if end is None:
            continue
        if term.mode in ("words", "exact") and not (bounded(text, start, start) and bounded(text, end, end - 1)):
            continue
        if found and start < found[-1][1]:
            continue
        found.append((start, end))
    return found


def match_words(text: str, at: int, wanted: list[str], fold: bool) -> int | None:
    for i, word in enumerate(wanted):
        if i:
            spaces = len(text[at:]) - len(text[at:].lstrip())
            if not spaces:
                return None
            at += spaces
        piece = text[at : at + len(word)]
        if not re.fullmatch(re.escape(word), piece, re.I if fold else 0):
            return None
        at += len(word)
    return at


def wordy(c: str) -> bool:
    return bool(re.match(r"\w", c))


def bounded(text: str, edge: int, inner: int) -> bool:
    """No word runs over an edge: asked for only where the term's own character there is a word character."""
    if not wordy(text[inner]):
        return True
    outer = edge - 1 if inner == edge else edge
    return not (0 <= outer < len(text)) or not wordy(text[outer])


def counted(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"\$?\w+(?:[-'.@/,&]\w+)*%?", plain(text))]


def spots(op: plan.Spots, row: dict[str, Any]) -> list[tuple[int, int]]:
    """The places in the one text that these references know: column "text"."""
    text = row["text"]
    if text is None:
        return []
    if isinstance(op, plan.Whole):
        return [(0, len(text))]
    if isinstance(op, plan.Find):
        places = spots(op.within, row)
        everywhere = [o for term in op.terms for o in inside(text, term, places)]
        return sorted(set(everywhere))
    if isinstance(op, plan.Edge):
        return [e for a, b in spots(op.of, row) for e in edge(text, a, b, op)]
    if isinstance(op, plan.Near):
        lefts, rights = spots(op.left, row), spots(op.right, row)
        return [a for a in lefts if any(near(text, a, b, op) for b in rights if a != b)]
    if isinstance(op, plan.AtEdge):
        return [s for s in spots(op.of, row) if any(at_edge(text, s, h, op.edge) for h in spots(op.within, row))]
    raise TypeError(op)


def inside(text: str, term: plan.Term, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found = []
    for a, b in places:
        cut = text[:b]  # an occurrence must end inside the place; what stands beyond still bounds it
        found += [o for o in occurrences(text, term) if a <= o[0] and o[1] <= len(cut)]
    return found


def edge(text: str, a: int, b: int, op: plan.Edge) -> list[tuple[int, int]]:
    pieces = counted(text[a:b])
    chosen = pieces[: op.n] if op.side == "first" else pieces[-op.n :]
    return [(a + chosen[0][0], a + chosen[-1][1])] if chosen else []


def near(text: str, a: tuple[int, int], b: tuple[int, int], op: plan.Near) -> bool:
    def gap(x: tuple[int, int], y: tuple[int, int]) -> bool:
        between = plain(text)[x[1] : y[0]]
        if op.unit == "blank":
            return not re.search(r"\w", between)
        n = len(counted(between))
        return op.low <= n and (op.high is None or n <= op.high)

    forward = op.order in ("before", "either") and a[1] <= b[0] and gap(a, b)
    backward = op.order in ("after", "either") and b[1] <= a[0] and gap(b, a)
    return forward or backward


def at_edge(text: str, s: tuple[int, int], h: tuple[int, int], side: str) -> bool:
    if not (h[0] <= s[0] and s[1] <= h[1]):
        return False
    outside = plain(text)[h[0] : s[0]] if side == "start" else plain(text)[s[1] : h[1]]
    own = text[s[0]] if side == "start" else text[s[1] - 1]
    return not outside.strip() or (wordy(own) and not re.search(r"\w", outside) and "$" not in outside)


def holds(op: plan.Test, row: dict[str, Any]) -> bool:
    if isinstance(op, plan.Some):
        return bool(spots(op.of, row))
    if isinstance(op, plan.Not):
        return not holds(op.of, row)
    if isinstance(op, plan.All):
        return all(holds(part, row) for part in op.of)
    if isinstance(op, plan.Any):
        return any(holds(part, row) for part in op.of)
    if isinstance(op, plan.Hold):
        return compare(sum(holds(part, row) for part in op.of), op.comparison, op.n)
    if isinstance(op, plan.Missing):
        return row[op.column] is None or not str(row[op.column]).strip()
    if isinstance(op, plan.Compare):
        left, right = number(op.left, row), number(op.right, row)
        return left is not None and right is not None and compare(left, op.comparison, right)
    raise TypeError(op)


def number(op: plan.Number, row: dict[str, Any]) -> float | None:
    if isinstance(op, plan.Constant):
        return op.value
    if isinstance(op, plan.Count):
        return None if row["text"] is None else len(spots(op.of, row))
    if isinstance(op, plan.Value):
        value: float | None = row[op.column]
        return value
    raise TypeError(op)


def compare(a: float, how: str, b: float) -> bool:
    return {"<": a < b, "<=": a <= b, "=": a == b, "!=": a != b, ">=": a >= b, ">": a > b}[how]
