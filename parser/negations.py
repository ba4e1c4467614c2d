"""As many negations out as in: every word that denies denies something, and nothing is denied without a word.

A word that denies lies in the spans of a node that denies: `Not`, a vote for all but some, "missing", a count of none, a
comparison by "not equal". Two negations that cancel leave no such node: they lie in the spans of one node, in pairs; so does a
comparison that was turned round ("not over 5" is at most 5). What is said of several subjects at once denies once for each, all with the same spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sayso.grammar.errors import Span
from sayso.grammar.forms import Form
from sayso.parser.lattice import Edge
from sayso.parser.tokens import Token

_DENYING = re.compile(
    r"(?<!\w)(no|not|never|neither|none|nothing|nobody|without|lacking|minus|unless|except|absent|missing|blank|empty|null"
    r"|unknown|unset|unchecked|unavailable|unreported|unspecified|false|zero|cannot|nowhere"
    r"|lack(s|ed|ing)?|omit(s|ted|ting)?|fail(s|ed|ing)?|differ(s|ed|ent)?|disagree(s|d)?|other than|anything but"
    r"|free of|leaves out|(do|does|did|is|are|was|were|have|has|had|ca|wo|would|should|could)n.?t)(?!\w)|(?<!\w)n['’]?t(?!\w)"
)
ANSWERED = frozenset(
    ["LE", "GE", "LT", "GT", "ORLESS", "ORMORE", "ONAFTER", "ONBEFORE", "WITHIN", "EQUAL", "PRESENTC", "NOR", "BUT"]
    + ["ABSTAIN", "HEDGE", "OFTIME", "REMARK", "ORMISSING", "OTHERWISE", "STR", "BARE", "LABEL", "LIST", "CVAL"]
    + ["TEXTCOL", "NUMCOL", "DATECOL", "BOOLCOL", "CATCOL", "SPANCOL", "BOXCOL", "SPANS", "BOXES", "NUM", "DATE"]
)
"""Terminals whose words may deny, but whose own meaning says so ("no more than" is a comparison, "'not'" a text)."""
_TURNED = ("LT", "GT", "LE", "GE", "EQ", "BEFORE", "AFTER", "ONAFTER", "ONBEFORE")


def denies(edge: Edge, tokens: list[Token]) -> bool:
    """Whether the words of an edge deny."""
    if edge.term in ANSWERED:
        return False
    words = " ".join(token.key for token in tokens[edge.first : edge.end])
    return bool(_DENYING.search(words))


def denied(node: Form) -> bool:
    """Whether a node denies: without a word that does, nobody said it. (That what is there is "not missing" is no denial.)"""
    parts = node.parts()
    if type(node).__name__ == "Not":
        return not any("Missing" in type(child).__name__ for child in node.children())
    return parts.get("negated") is True


def may_deny(node: Form) -> bool:
    """Whether a node answers for a word that denies: it denies itself, or says that there is none, or less, or other."""
    if denied(node) or "Missing" in type(node).__name__ or False in [v for v in node.parts().values() if v is False]:
        return True
    for value in node.parts().values():
        comparison = getattr(value, "comparison", None) or (value if isinstance(value, str) else None)
        if comparison == "!=":
            return True
        if hasattr(value, "comparison") and comparison in ("=", "<=", "<") and value.n.value <= 1:
            return True
    return False


def unanswered(form: Form, edges: Iterable[Edge], tokens: list[Token]) -> str:
    """What was said and not denied, or denied and not said, in words; empty where all is well."""
    inside = list(edges)
    saying = {(tokens[edge.first].start, tokens[edge.end - 1].end): edge for edge in inside if denies(edge, tokens)}
    nodes = list(form.walk())
    for node in nodes:
        if denied(node) and node.spans and not any(_covers(node, span) for span in saying):
            return f"denied without a word: {node.say()}"
    left = [span for span in saying if not any(may_deny(node) and _covers(node, span) for node in nodes)]
    left = [span for span in left if not _turned(saying[span], inside) and not _other_label(saying[span], inside, form)]
    if len(left) % 2:
        return "said and not denied: " + ", ".join(_words(span, tokens) for span in left)
    return ""


def _covers(node: Form, span: Span) -> bool:
    """Whether a node came from a stretch; what the frame of the sentence made ("unless") has no spans of its own."""
    return not node.spans or any(start <= span[0] and span[1] <= end for start, end in node.spans)


def _turned(edge: Edge, edges: list[Edge]) -> bool:
    """Whether the word turns the comparison right after it."""
    return any(other.start == edge.end and other.term in _TURNED for other in edges)


def _other_label(edge: Edge, edges: list[Edge], form: Form) -> bool:
    """Whether the word denies a label that is not voted: "not idle but cutting"."""
    named = [other.value.name for other in edges if other.start == edge.end and other.term == "LABEL"]
    voted = {label for node in form.walk() for label in node.parts().get("labels", ())}
    return bool(named) and not voted & set(named)


def _words(span: Span, tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens if span[0] <= token.start and token.end <= span[1])
