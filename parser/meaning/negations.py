"""As many negations out as in: every word that denies denies something, and nothing is denied without a word.

A word that denies makes a node that denies: `Not`, a vote for all but some; or one that may answer for it: "missing", a count
of none, a comparison by "not equal". Two that cancel make none; one before a comparison turns that round ("not over 5" is at
most 5). What is said of several subjects at once denies once for each, and such nodes have the same spans: they count once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sayso.grammar.forms import Form
from sayso.parser.english.tokens import Token
from sayso.parser.words.edges import Edge

_DENYING = re.compile(
    r"(?<!\w)(no|not|never|neither|none|nothing|nobody|without|w/o|sans|lacking|minus|unless|except(ing|ion)?|barring|absent|missing|blank|empty|null"
    r"|unknown|unset|unchecked|unavailable|unreported|unspecified|false|zero|cannot|nowhere"
    r"|lack(s|ed|ing)?|omit(s|ted|ting)?|fail(s|ed|ing)?|differ(s|ed|ent)?|disagree(s|d)?|other than|anything but"
    r"|absence|(for|from) want of|in default of|free of|leaves out|silent|contradict(s|ed)?|conflicts?|deviates?|at odds|unlike|unequal|otherwise than|(do|does|did|is|are|was|were|have|has|had|ca|wo|would|should|could)n.?t)(?!\w)|(?<!\w)n['’]?t(?!\w)"
)
ANSWERED = frozenset(
    ["LE", "GE", "LT", "GT", "ORLESS", "ORMORE", "ONAFTER", "ONBEFORE", "WITHIN", "EQUAL", "PRESENTC", "NOR", "BUT"]
    + [
        "ABSTAIN",
        "ISTHAT",
        "LESSAS",
        "HEDGE",
        "OFTIME",
        "REMARK",
        "ORMISSING",
        "OTHERWISE",
        "ASPART",
        "NOTHINGBUT",
        "GIVENONLY",
        "NOTHINGAT",
        "NOTHINGELSE",
        "MERELY",
        "NOTONLY",
        "UNTRUTH",
        "DISTINCTLY",
        "MINUSWORD",
        "STR",
        "BARE",
        "LABEL",
        "LIST",
        "CVAL",
    ]
    + [
        "TEXTCOL",
        "NUMCOL",
        "DATECOL",
        "BOOLCOL",
        "CATCOL",
        "SPANCOL",
        "BOXCOL",
        "SPANS",
        "BOXES",
        "NUM",
        "DATE",
        "DATES",
        "ANYYEAR",
        "AGELT",
        "PRICELE",
        "PRICEGE",
    ]
)
"""Terminals whose words may deny, but whose own meaning says so ("no more than" is a comparison, "'not'" a text)."""
_ALL = frozenset(
    [
        "anywhere",
        "everywhere",
        "anyplace",
        "everyone",
        "everybody",
        "everything",
        "anything",
        "anyone",
        "all",
        "any",
        "none",
    ]
)
"""Behind these "but" leaves out: "everything but ..."."""
_TURNED = ("LT", "GT", "LE", "GE", "EQ", "BEFORE", "AFTER", "ONAFTER", "ONBEFORE")


def denies(edge: Edge, tokens: list[Token]) -> bool:
    """Whether the words of an edge deny."""
    if edge.term in (
        "BOOLNOT",
        "NEITHERIS",
        "UNLESS",
        "EXCEPTWORD",
        "EXCEPTED",
        "NE",
        "SOMEELSE",
        "LEAVEOUT",
        "AGAINST",
        "AGAINSTLATE",
        "GIVENOTHER",
        "OTHERSENT",
        "INANOTHER",
    ):
        return True  # "unexecuted", "excluding drills"
    if edge.term == "BUT" and edge.first and tokens[edge.first - 1].key in _ALL:
        return True  # "anywhere but Texas"
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
    parts = {name: value for name, value in node.parts().items() if name != "negated"}
    if (
        denied(node)
        or type(node).__name__ in ("IsMissing", "FlagIsFalse")
        or any(value is False for value in parts.values())
    ):
        return True
    for holder in (node, *(value for value in parts.values() if not isinstance(value, Form))):
        comparison, n = getattr(holder, "comparison", ""), getattr(holder, "n", None)
        if comparison == "!=" or (comparison in ("=", "<=", "<") and getattr(n, "value", n) in (0, 1)):
            return True
    return False


def unanswered(form: Form, edges: Iterable[Edge], tokens: list[Token]) -> str:
    """What was said and not denied, or denied and not said, in words; empty where all is well."""
    inside = list(edges)
    turned_to = any(edge.term == "INSTEAD" for edge in inside)  # "unless X, in which case b": b, and nothing is denied
    until = any(edge.term in ("UNTILWORD", "UNTILAFTER") for edge in inside)  # "not available until May" is from May on
    saying = [
        edge
        for edge in inside
        if denies(edge, tokens)
        and not (until and edge.term == "NOT")
        and not _other_label(edge, inside, form)
        and not (turned_to and edge.term == "UNLESS")
    ]
    turned = sum(_turned(edge, inside) for edge in saying)
    nodes = [node for node in form.walk() if denied(node)]
    denying = {node.spans or id(node): node for node in nodes}
    answering = {node.spans or id(node) for node in form.walk() if may_deny(node)} - set(denying)
    left = len(saying) - len(denying) + _otherwise(form, inside)
    if 0 < left <= len(set(nodes)) - len(denying):
        return ""  # "no 'a' and no 'b' in the title": one node for each
    if left < 0:
        return "denied without a word: " + "; ".join(node.say() for node in denying.values())
    if left % 2 and not answering and not turned:
        words = (" ".join(token.text for token in tokens[edge.first : edge.end]) for edge in saying)
        return "said and not denied, one of: " + ", ".join(words)
    return ""


def _otherwise(form: Form, edges: list[Edge]) -> int:
    """How often "otherwise" denies what was asked before it, where it names no other label: "if a, then b, otherwise c"."""
    voted = getattr(form, "otherwise", None) is not None or len(getattr(form, "clauses", ())) > 1
    return 0 if voted else sum(edge.term == "OTHERWISE" for edge in edges)


def _turned(edge: Edge, edges: list[Edge]) -> bool:
    """Whether the word turns the comparison right after it."""
    return any(other.start == edge.end and other.term in _TURNED for other in edges)


def _other_label(edge: Edge, edges: list[Edge], form: Form) -> bool:
    """Whether the word denies a label that is not voted: "not idle but cutting". Of a model that says "other than idle" it is a value."""
    if any(other.term == "GIVES" and other.end == edge.start for other in edges):
        return False
    after = sorted((other for other in edges if other.start >= edge.end), key=lambda other: other.start)
    first = next((other for other in after if other.term not in ("FRAME", "BE")), None)  # "should not be called idle"
    named = [first.value.name] if first is not None and first.term == "LABEL" else []
    voted = {label for node in form.walk() for label in node.parts().get("labels", ())}
    return bool(named) and not voted & set(named)
