"""Which clause of a sentence cannot be read, where each of its words is known.

The chart of a whole sentence stops where no rule goes on, which is often behind the culprit, or at a full stop. So the clauses
are tried apart: what lies between marks, connectives and the words that open a condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from sayso.grammar.errors import Span
from sayso.grammar.frame import LabelAlone
from sayso.parser.effort import Effort, TooManyWays
from sayso.parser.english.tokens import Token
from sayso.parser.meaning.compilation import Attempt

if TYPE_CHECKING:
    from sayso.parser.compiler import Compiler

TOGETHER = "Every word of it is known, but no meaning comes of them together."
APART = "Each part can be read by itself, but no meaning comes of them together."
STEPS = 15_000
"""What may be taken for it: a tenth of what a whole sentence may."""
SLOW = 35_000
"""Steps; a sentence that took more until it was refused is not made slower by trying its clauses."""
_HEADING = re.compile(r"\s*:\s*(?:\n|[(*•-])")
"""What stands behind "if all of these hold", above a list of conditions."""
_OPENING = frozenset(
    [
        "if",
        "when",
        "whenever",
        "because",
        "since",
        "unless",
        "where",
        "but",
        "then",
        "so",
        "except",
        "given",
        "provided",
    ]
    + ["while", "though", "although", "yet", "hence", "therefore", "thus"]
)
_JOINING = frozenset(["and", "or", "nor", ","])
_MEASURED = frozenset(
    ["more", "fewer", "less", "later", "earlier", "older", "younger", "longer", "above", "over", "under"]
)
"""What follows "or" within a clause: "two or more"."""
_JOINS = frozenset(["AND", "OR", "BUT", "NOR", "COMMA", "DOT", "WHEN", "UNLESS", "IFMID", "THEN", "SO", "EXCEPTED"])


def culprit(
    compiler: Compiler, sentence: str, label: str | None, attempt: Attempt, spent: float
) -> tuple[Span, str] | None:
    """The clause that cannot be read, and what is said of it: where each word is known, and the stop itself tells less."""
    known = all(known or t.quoted for known, t in zip(attempt.lattice.known, attempt.lattice.tokens, strict=True))
    if not attempt.lattice.tokens or not known or attempt.barred or label_alone(attempt) or _without_unit(attempt):
        return None
    found = _unread(compiler, sentence, label, attempt, Effort(min(STEPS, SLOW - spent)))
    if found is None or _tells_little(attempt):
        return found
    span, said = found
    at = attempt.lattice.tokens[attempt.chart.farthest]
    return None if said == APART or span[0] <= at.start < span[1] else found


def _tells_little(attempt: Attempt) -> bool:
    """Whether the chart stopped at a mark, a connective, an article, a label, or the end of the sentence."""
    lattice, stop = attempt.lattice, attempt.chart.farthest
    if stop >= len(lattice.tokens) or lattice.filler[stop]:
        return True
    at = lattice.tokens[stop]
    mark = not (at.quoted or any(c.isalnum() for c in at.text))
    return mark or bool((_JOINS | {"LABEL"}) & set(lattice.edges[stop]))


def _without_unit(attempt: Attempt) -> bool:
    """Whether it ends in a figure that a text is compared with: there the unit is lacking, "words" or "characters"."""
    lattice = attempt.lattice
    last = max((node for node, token in enumerate(lattice.tokens) if not _mark(token)), default=0)
    terms = {term for edges in lattice.edges for term in edges}
    named = {term for term in terms if term.endswith("COL")}
    compared = bool(terms & {"GT", "LT", "GE", "LE", "BETWEEN"})
    return compared and named == {"TEXTCOL"} and "NUM" in lattice.edges[last]


def _unread(
    compiler: Compiler, sentence: str, label: str | None, attempt: Attempt, effort: Effort
) -> tuple[Span, str] | None:
    """The first clause that cannot be read by itself, and what is said of it; None where trying them takes too long."""
    tokens = attempt.lattice.tokens
    coarse: Span | None = None
    try:
        for first, end in _parted(tokens, (0, len(tokens)), _opens):
            if end - first < 2 or _HEADING.match(sentence, tokens[end - 1].end):
                continue
            if _reads(compiler, sentence, tokens[first:end], label, effort):
                continue
            coarse = (tokens[first].start, tokens[end - 1].end)
            parts = _parted(tokens, (first, end), _joins)
            bad = [part for part in parts if not _reads(compiler, sentence, tokens[slice(*part)], label, effort)]
            if (
                0 < len(bad) < len(parts) and bad[0][1] - bad[0][0] > 2
            ):  # of "a fine, a fee or nothing" no part is to blame
                coarse = (tokens[bad[0][0]].start, tokens[bad[0][1] - 1].end)
            return coarse, TOGETHER
    except TooManyWays:
        return (coarse, TOGETHER) if coarse else None
    return whole(attempt), APART


def label_alone(attempt: Attempt) -> LabelAlone | None:
    """What it says to label, if it says nothing else."""
    return next((reading.value for reading in attempt.found if isinstance(reading.value, LabelAlone)), None)


def whole(attempt: Attempt) -> Span:
    """The sentence without the marks at its ends."""
    tokens = attempt.lattice.tokens
    first, end = _stripped(tokens, 0, len(tokens))
    return (tokens[first].start, tokens[end - 1].end) if end > first else (tokens[0].start, tokens[-1].end)


def last_word(attempt: Attempt) -> Span | None:
    """The last word at or before the stop that is no mark."""
    tokens = attempt.lattice.tokens
    for token in reversed(tokens[: attempt.chart.farthest + 1]):
        if not _mark(token):
            return (token.start, token.end)
    return None


def at_label(attempt: Attempt) -> bool:
    """Whether that word belongs to the label: it is never what a fault is about."""
    last, tokens = last_word(attempt), attempt.lattice.tokens
    labels = (e for edges in attempt.lattice.edges for e in edges.get("LABEL", ()))
    return last is not None and any(tokens[e.first].start <= last[0] < tokens[e.end - 1].end for e in labels)


def _reads(compiler: Compiler, sentence: str, clause: list[Token], label: str | None, effort: Effort) -> bool:
    """Whether a clause is a reason by itself, or says what to label."""
    said = sentence[clause[0].start : clause[-1].end]
    reason = compiler.attempt(said, label or compiler.schema.labels[0], effort)
    if reason.readings or reason.barred:
        return True
    alone = compiler.attempt(said, None, effort)
    if alone.readings or label_alone(alone) is not None:
        return True
    return bool(compiler.attempt(said, label or compiler.schema.labels[0], effort, freely=True).readings)


def _parted(
    tokens: list[Token], over: tuple[int, int], parts: Callable[[list[Token], int], bool]
) -> list[tuple[int, int]]:
    """The stretches of a stretch between the tokens that part them."""
    ends = [node for node in range(*over) if parts(tokens, node)]
    begins = [over[0], *(node + 1 for node in ends)]
    found = [_stripped(tokens, begun, end) for begun, end in zip(begins, [*ends, over[1]], strict=True)]
    return [(first, end) for first, end in found if end > first]


def _stripped(tokens: list[Token], first: int, end: int) -> tuple[int, int]:
    """A stretch without the marks at its ends, and the "that" of "given that"."""
    while first < end and (_mark(tokens[first]) or tokens[first].key == "that"):
        first += 1
    while end > first and _mark(tokens[end - 1]):
        end -= 1
    return first, end


def _opens(tokens: list[Token], node: int) -> bool:
    """A mark that is no comma and in no word ("e-mail"), or a word that opens another part of a sentence."""
    token = tokens[node]
    inner = 0 < node < len(tokens) - 1 and tokens[node - 1].end == token.start and token.end == tokens[node + 1].start
    if token.key == "so" and node + 1 < len(tokens) and _mark(tokens[node + 1]):
        return False  # "if all of this is so: ..."
    return not token.quoted and (token.key in _OPENING or (_mark(token) and token.text != "," and not inner))


def _joins(tokens: list[Token], node: int) -> bool:
    """ "and", "or" and a comma between clauses: not the one of "two or more" or of "between 3 and 5"."""
    if tokens[node].quoted or tokens[node].key not in _JOINING:
        return False
    ahead = tokens[node + 1].key if node + 1 < len(tokens) else ""
    return ahead not in _MEASURED and not any(t.key == "between" for t in tokens[max(0, node - 4) : node])


def _mark(token: Token) -> bool:
    """Whether it is a mark and no word, sign of money or per cent."""
    return not token.quoted and token.text not in "%$€£#" and not any(c.isalnum() for c in token.text)
