"""Every operation of the engine once more: slow, obvious, one row at a time, written from `grammar/plan.py`'s words alone."""

from __future__ import annotations

import re
from typing import Any

import reference_models as models
import reference_values as values

from sayso.grammar import plan

PLAIN = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}


def plain(text: str) -> str:
    return "".join(PLAIN.get(c, c) for c in text)


def occurrences(text: str, term: plan.Term) -> list[tuple[int, int]]:
    """All places of a term, tried at every character."""
    text, wanted, found = plain(text), plain(term.text).strip().split(), []
    fold = term.mode not in ("exact", "exact part")
    for start in range(len(text)):
        end = match_words(text, start, wanted, fold)
        if end is None:
            continue
        first, last = start, end
        if term.mode == "prefix":
            last = word_end(text, end)
        if term.mode == "suffix":
            first = word_start(text, start)
        if term.mode not in ("part", "exact part") and not (
            bounded(text, first, first) and bounded(text, last, last - 1)
        ):
            continue
        if found and first < found[-1][1]:
            continue
        found.append((first, last))
    return found


def word_end(text: str, at: int) -> int:
    while at < len(text) and wordy(text[at]):
        at += 1
    return at


def word_start(text: str, at: int) -> int:
    while at > 0 and wordy(text[at - 1]):
        at -= 1
    return at


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


def sentences(text: str) -> list[tuple[int, int]]:
    """They end at . ! or ? before white space and a capital, digit or quote, and at a blank line."""
    found, start, at, straight = [], 0, 0, plain(text)
    while at < len(text):
        blank = BLANK_LINE.match(text, at)
        if blank or (text[at].isspace() and sentence_ended(straight, at)):
            found.append((start, at))
            at += len(blank.group()) if blank else len(text[at:]) - len(text[at:].lstrip())
            start = at
        else:
            at += 1
    return trimmed(text, [*found, (start, len(text))])


BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


def sentence_ended(text: str, space: int) -> bool:
    before, after = text[:space].rstrip("\"')]"), text[space:].lstrip()
    opened = after[1:2] if after[:1] in tuple("'([") else after[:1]
    return before[-1:] in tuple(".!?") and (after[:1] == '"' or opened.isupper() or opened in DIGITS)


DIGITS = tuple("0123456789")


def trimmed(text: str, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found = []
    for a, b in stretches:
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            found.append((a, b))
    return found


def pieces(text: str, piece: str) -> list[tuple[int, int]]:
    if piece == "word":
        return counted(text)
    if piece == "sentence":
        return sentences(text)
    breaks = r"[\r\n]+" if piece == "line" else r"\n[ \t]*\n\s*"
    found, start = [], 0
    for m in re.finditer(breaks, text):
        found.append((start, m.start()))
        start = m.end()
    return trimmed(text, [*found, (start, len(text))])


Spot = tuple[str, int, int]


def spots(op: plan.Spots, row: dict[str, Any]) -> list[Spot]:
    """The places in the texts of a row: every pair, every candidate tried."""
    return sorted(set(places(op, row)))


def places(op: plan.Spots, row: dict[str, Any]) -> list[Spot]:
    if isinstance(op, plan.Whole):
        return [] if row[op.column] is None else [(op.column, 0, len(row[op.column]))]
    if isinstance(op, plan.Mark):
        there = row[op.text] is not None and row[op.column] is not None
        return [(op.text, *row[op.column])] if there else []
    if isinstance(op, plan.Find):
        return [o for term in op.terms for hold in spots(op.within, row) for o in inside(row, term, hold)]
    if isinstance(op, plan.Edge):
        return [e for s in spots(op.of, row) for e in edge(row, s, op.side, op.n, op.unit)]
    if isinstance(op, plan.Pieces):
        return [p for s in spots(op.of, row) for p in picked(row, s, op)]
    if isinstance(op, plan.Side):
        holds_it = [(s, h) for s in spots(op.of, row) for h in spots(op.within, row) if lies(s, h)]
        sides = [(s[0], h[1], s[1]) if op.side == "before" else (s[0], s[2], h[2]) for s, h in holds_it]
        near_end = "last" if op.side == "before" else "first"
        return sides if op.n is None else [e for s in sides for e in edge(row, s, near_end, op.n, op.unit)]
    if isinstance(op, plan.Gap):
        return gaps(spots(op.left, row), spots(op.right, row))
    if isinstance(op, plan.Near):
        lefts, rights = spots(op.left, row), spots(op.right, row)
        return [a for a in lefts if any(near(row, a, b, op) for b in rights if a != b and a[0] == b[0])]
    if isinstance(op, plan.Holding):
        parts = [spots(part, row) for part in op.parts]
        return [s for s in spots(op.of, row) if all(any(lies(p, s) for p in part) for part in parts)]
    if isinstance(op, plan.AtEdge):
        return [s for s in spots(op.of, row) if any(at_edge(row, s, h, op.edge) for h in spots(op.within, row))]
    if isinstance(op, plan.Union):
        return [s for part in op.parts for s in spots(part, row)]
    if isinstance(op, plan.Echo):
        texts = {stretch(row, s).strip() for s in spots(op.of, row)} - {""}
        return places(plan.Find(op.within, tuple(map(plan.Term, sorted(texts)))), row)
    if isinstance(op, plan.Things):
        return [(s[0], a, b) for s in spots(op.within, row) for a, b in models.things(row[s[0]], op.thing, s[1], s[2])]
    if isinstance(op, plan.Pattern):
        # the engine's classes are ASCII's, and its folding Unicode's: "ſ" is an "s"; Python's re.ASCII asks for both or neither
        classes = re.ASCII if re.search(r"\\[wWdDsSbB]", op.regex) else re.NOFLAG
        flags = classes if op.case_sensitive else classes | re.I
        cuts = [(s, plain(stretch(row, s))) for s in spots(op.within, row)]
        return [(s[0], s[1] + m.start(), s[1] + m.end()) for s, t in cuts for m in re.finditer(op.regex, t, flags)]
    if isinstance(op, plan.Worth):
        worth = [(s, values.worth(plain(stretch(row, s)))) for s in spots(op.of, row)]
        return [s for s, value in worth if value is not None and compare(value, op.comparison, op.n)]
    raise TypeError(op)


def stretch(row: dict[str, Any], spot: Spot) -> str:
    text: str = row[spot[0]]
    return text[spot[1] : spot[2]]


def lies(spot: Spot, hold: Spot) -> bool:
    return spot[0] == hold[0] and hold[1] <= spot[1] and spot[2] <= hold[2]


def inside(row: dict[str, Any], term: plan.Term, hold: Spot) -> list[Spot]:
    """An occurrence must lie inside the place; what stands beyond still bounds it."""
    text, found = row[hold[0]], []
    if term.mode == "lemma":
        return [(hold[0], a, b) for a, b in models.lemmas(text, term.text) if hold[1] <= a and b <= hold[2]]
    straight = plain(text)
    for a, b in occurrences(text[hold[1] : hold[2]], term):
        a, b = a + hold[1], b + hold[1]
        whole = term.mode in ("part", "exact part") or (bounded(straight, a, a) and bounded(straight, b, b - 1))
        found += [(hold[0], a, b)] if whole else []
    return found


def edge(row: dict[str, Any], spot: Spot, side: str, n: int, unit: str) -> list[Spot]:
    column, a, b = spot
    if unit == "characters":
        return [(column, a, min(b, a + n))] if side == "first" else [(column, max(a, b - n), b)]
    found = pieces(stretch(row, spot), unit.removesuffix("s"))
    chosen = found[:n] if side == "first" else found[::-1][:n][::-1]
    return [(column, a + chosen[0][0], a + chosen[-1][1])] if chosen else []


def picked(row: dict[str, Any], spot: Spot, op: plan.Pieces) -> list[Spot]:
    found = [(spot[0], spot[1] + a, spot[1] + b) for a, b in pieces(stretch(row, spot), op.piece)]
    if op.pick is None:
        return found
    numbered = dict(enumerate(found, 1)) | {-i: p for i, p in enumerate(found[::-1], 1)}
    return [numbered[op.pick]] if op.pick in numbered else []


def gaps(lefts: list[Spot], rights: list[Spot]) -> list[Spot]:
    found = []
    for a in lefts:
        for b in rights:
            first, second = sorted([a, b])
            gap = (first[0], first[2], second[1])
            if a == b or first[0] != second[0] or first[2] > second[1]:
                continue
            if not any(lies(other, gap) for other in [*lefts, *rights] if other not in (a, b)):
                found.append(gap)
    return found


def near(row: dict[str, Any], a: Spot, b: Spot, op: plan.Near) -> bool:
    def gap(x: Spot, y: Spot) -> bool:
        between = plain(row[x[0]][x[2] : y[1]])
        if op.unit == "blank":
            return not re.search(r"\w", between)
        if op.unit == "sentences":
            n = sum(x[1] < start <= y[1] for start, _ in sentences(row[x[0]]))
        else:
            n = len(counted(between)) if op.unit == "words" else len(between)
        return op.low <= n and (op.high is None or n <= op.high)

    forward = op.order in ("before", "either") and a[2] <= b[1] and gap(a, b)
    backward = op.order in ("after", "either") and b[2] <= a[1] and gap(b, a)
    return forward or backward


def at_edge(row: dict[str, Any], s: Spot, h: Spot, side: str) -> bool:
    if not lies(s, h):
        return False
    text = plain(row[s[0]])
    outside = text[h[1] : s[1]] if side == "start" else text[s[2] : h[2]]
    if not outside.strip():
        return True
    if s[1] == s[2]:
        return False
    own = text[s[1]] if side == "start" else text[s[2] - 1]
    return wordy(own) and not re.search(r"\w", outside) and "$" not in outside


def holds(op: plan.Test, row: dict[str, Any]) -> bool:
    if isinstance(op, plan.Some):
        return bool(spots(op.of, row))
    if isinstance(op, plan.SameText):
        return same_text(op, row)
    if isinstance(op, (plan.Same, plan.Cased, plan.Similar)):
        return any(fits(op, stretch(row, spot)) for spot in spots(op.of, row))
    if isinstance(op, plan.Always):
        return op.value
    if isinstance(op, plan.IsTrue):
        return row[op.column] is True
    if isinstance(op, plan.OneOf):
        return values.one_of(row[op.column], op.values)
    if isinstance(op, plan.SameValue):
        return values.alike(row[op.left], row[op.right])
    if isinstance(op, plan.BoxRelation):
        return values.box_relation(row[op.left], op.relation, row[op.right])
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


def fits(op: plan.Same | plan.Cased | plan.Similar, text: str) -> bool:
    if isinstance(op, plan.Cased):
        return values.cased(text, op.case)
    if isinstance(op, plan.Similar):
        return models.similar(text, op.text) >= op.threshold
    return any(values.same(plain(text), plain(term.text), term.mode) for term in op.values)


def number(op: plan.Number, row: dict[str, Any]) -> float | None:
    if isinstance(op, plan.Constant):
        return op.value
    if isinstance(op, plan.Count):
        return None if any(row[column] is None for column in texts_of(op)) else len(spots(op.of, row))
    if isinstance(op, plan.Length):
        found = [stretch(row, s) for s in spots(op.of, row)]
        unit = op.unit.removesuffix("s")
        return sum(len(t) if unit == "character" else len(pieces(t, unit)) for t in found) if found else None
    if isinstance(op, plan.Value):
        return values.part_of(values.days(row[op.column]), op.part)
    if isinstance(op, plan.BoxValue):
        return values.box_value(row[op.column], op.what)
    if isinstance(op, plan.Arithmetic):
        return calculated(number(op.left, row), op.operator, number(op.right, row))
    if isinstance(op, plan.BoxDistance):
        return values.box_distance(row[op.left], row[op.right], op.between)
    if isinstance(op, plan.BoxShare):
        return values.box_share(row[op.left], row[op.right])
    raise TypeError(op)


def texts_of(op: Any) -> set[str]:
    """The text columns named in an operation, read off its own printed form."""
    return set(re.findall(r"Whole\(column='(\w+)'\)", repr(op))) | set(re.findall(r"Mark\(.*?text='(\w+)'\)", repr(op)))


def calculated(a: float | None, operator: str, b: float | None) -> float | None:
    if a is None or b is None or (operator == "/" and b == 0):
        return None
    if operator == "/":
        return a / b
    return {"+": a + b, "-": a - b, "*": a * b, "distance": max(a, b) - min(a, b)}[operator]


def same_text(op: plan.SameText, row: dict[str, Any]) -> bool:
    def folded(spot: Spot) -> str:
        return " ".join(plain(stretch(row, spot)).lower().split())

    def alike(a: str, b: str) -> bool:
        if not b:
            return False
        at = {"equals": 0, "starts": 0, "ends": len(a) - len(b)}[op.how]
        if at < 0 or a[at : at + len(b)] != b or (op.how == "equals" and a != b):
            return False
        return bounded(a, at, at) and bounded(a, at + len(b), at + len(b) - 1)

    return any(alike(folded(a), folded(b)) for a in spots(op.left, row) for b in spots(op.right, row))


def compare(a: float, how: str, b: float) -> bool:
    return {"<": a < b, "<=": a <= b, "=": a == b, "!=": a != b, ">=": a >= b, ">": a > b}[how]
