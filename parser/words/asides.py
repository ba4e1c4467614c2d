"""Remarks that state no condition, and glosses whose meaning follows: shown as set aside, never in silence.

"I've seen plenty of these: ..." is a remark: a stretch between marks in which somebody speaks of themselves, and which names
nothing of the data. In "nobody replied, i.e. the number of replies is zero", what stands before "i.e." is set aside for what follows.
"""

from __future__ import annotations

from sayso.parser.words.edges import Edge, Lattice
from sayso.parser.words.prose import behind, between, idle, opening
from sayso.parser.words.prose.sentence import MARKS, SELF, Sentence

BOUNDS = MARKS | {"-"}
SPEAKERS = SELF | {"trust", "let", "honestly", "frankly"}
OPENERS = frozenset(
    ["hey", "hi", "hello", "thx", "thanks", "ty", "cheers", "malformed", "ok", "okay"]
    + ["rule", "note", "doctor", "hint", "tip", "reminder", "memo", "fyi", "nb", "seen", "easy", "simple", "beware"]
)
REMARKS: tuple[tuple[str, ...], ...] = (
    ("do", "n't", "forget"),
    ("mind", "you"),
    ("keep", "in", "mind"),
    ("needless", "to", "say"),
    ("to", "be", "clear"),
    ("easy", "one"),
    ("short", "one"),
    ("for", "the", "record"),
    ("no", "surprise"),
)
"""How remarks begin that name nothing: "don't forget: ..."."""
INSERTED = frozenset(
    [
        ("if", "there", "is", "one"),
        ("if", "there", "is", "any"),
        ("if", "it", "has", "one"),
        ("if", "any"),
        ("if", "it", "exists"),
        ("just", "in", "case"),
        ("when", "there", "is", "one"),
        ("where", "there", "is", "one"),
        ("when", "present"),
        ("if", "present"),
        ("when", "given"),
        ("if", "given"),
        ("when", "it", "exists"),
        ("if", "available"),
    ]
)
"""What is put between two commas and changes nothing: "the second sentence, if there is one, says ..."."""
JOINING = frozenset(
    ["and", "or", "but", "if", "when", "unless", "because", "except", "nor", "whenever", "not", "n't", "no"]
)
"""A stretch with one of these may state a condition: it is never set aside."""
MEANING: tuple[tuple[str, ...], ...] = (
    ("i.e.",),
    ("i.e",),
    ("ie",),
    ("that", "is", ","),
    ("that", "is", "if"),
    ("that", "is", "to", "say"),
    ("in", "other", "words"),
    ("meaning",),
)
MEANING += (("meaning", "that"), ("which", "means", "that"), ("that", "means"), ("to", "be", "precise"), ("namely",))
MEANING += (
    ("by", "which", "i", "mean"),
    ("by", "which", "we", "mean"),
    ("by", "that", "i", "mean"),
    ("by", "that", "we", "mean"),
)
MEANING += tuple(
    (who, *whom, be)
    for who in ("who", "which")
    for whom in (("for", "me"), ("to", "me"), ("for", "us"), ("to", "us"))
    for be in ("are", "is", "means", "mean")
)
SAYING = frozenset(["CONTAIN", "STARTV", "ENDV", "LACK", "HAVEOF", "MATCH", "NUMVERB"])
"""Verbs that want a subject: without one, that of the clause before it is meant."""
GLOSS = (("such", "as"), ("e.g.",), ("e.g",), ("for", "example"), ("for", "instance"), ("say",), ("like",))


def lay(lattice: Lattice, found: list[list[Edge]]) -> None:
    """Enter every stretch that may be set aside."""
    prose = Sentence(lattice, found)
    keys = prose.keys
    bounds = [-1, *(i for i, key in enumerate(keys) if key in BOUNDS and not lattice.tokens[i].quoted), len(keys)]
    for left, right in zip(bounds, bounds[1:], strict=False):
        words = keys[left + 1 : right]
        if tuple(words) in INSERTED and left >= 0 and right < len(keys):
            _enter(lattice, left, right + 1)
        if (
            right - left > 1
            and (_speaks(words) or _remarks(words))
            and not prose.names(left + 1, right, calendar=False)
        ):
            end = min(right + 1, len(keys))
            _enter(lattice, left + 1, end)
            if left >= 0 and right < len(keys) and (keys[left], keys[right]) == ("(", ")"):
                _enter(lattice, left, right + 1)
            if left >= 0 and right == len(keys):
                _enter(lattice, left, right)
    for kind in (opening, behind, between, idle) if keys else ():
        for start, end in kind.stretches(prose):
            _enter(lattice, start, end)
    _meanings(lattice, found, keys)
    _spelled_out(prose)
    _owners(lattice, found, keys)
    _glosses(lattice, found, keys)


def _enter(lattice: Lattice, start: int, end: int) -> None:
    lattice.asides.setdefault(start, []).append(end)


def _speaks(keys: list[str]) -> bool:
    return not SPEAKERS.isdisjoint(keys) and JOINING.isdisjoint(keys)


def _remarks(keys: list[str]) -> bool:
    """ "which means nobody has finalised it", "so he does not belong there", "doctor says", "my rule"."""
    if any(tuple(keys[: len(start)]) == start for start in REMARKS):
        return True
    return keys[0] in ("which", "so") and len(keys) > 2 or keys[0] in OPENERS


def _meanings(lattice: Lattice, found: list[list[Edge]], keys: list[str]) -> None:
    """What stands before "i.e." is a gloss of what follows."""
    for node in range(1, len(keys)):
        phrase = next((p for p in MEANING if tuple(keys[node : node + len(p)]) == p), None)
        if phrase == ("that", "is", ",") and keys[node + 2] != ",":
            continue
        if phrase is None or keys[node - 1] not in BOUNDS:
            continue
        end = node + len(phrase) - (phrase[-1] == "if")
        end += end < len(keys) and keys[end] == ","
        end += keys[end : end + 1] in (["if"], ["when"]) and any(e.term == "WHEN" for at in found[:node] for e in at)
        again = end + 1 < len(keys) and keys[end] == "it" and {edge.term for edge in found[end + 1]} & SAYING
        end += bool(again)
        nearest = _openings(lattice, keys, node - 1)
        starts = [*nearest, *(0 for start in nearest if start == 1)]
        said = {edge.term for edge in found[end]} if end < len(keys) else set()
        if said & SAYING and nearest:  # "the title tells us something, i.e. contains 'a'": the title still does
            starts = _after_subject(found, keys, nearest[0], node) or starts
        for start in starts:
            glossed = {e.term for edges in found[start:node] for e in edges}
            meant = {e.term for edges in found[end:] for e in edges}
            if not glossed & {"LABEL", "STR"} and (not glossed & _FIGURES or meant & _FIGURES):
                _enter(lattice, start, end)


def _hyphen(lattice: Lattice, node: int) -> bool:
    """Whether a dash is inside a word: "long-winded"."""
    tokens = lattice.tokens
    inner = 0 < node < len(tokens) - 1 and tokens[node].key == "-"
    return inner and tokens[node - 1].end == tokens[node].start and tokens[node].end == tokens[node + 1].start


def _after_subject(found: list[list[Edge]], keys: list[str], start: int, node: int) -> list[int]:
    """Where, between a clause's start and a node, the thing has been named that the clause is about."""
    subjects = {
        "DOC",
        "IT",
        *(term for edges in found[start:node] for term in (e.term for e in edges) if term.endswith("COL")),
    }
    ends = [e.end for at in range(start, node) for e in found[at] if e.term in subjects and e.end < node - 1]
    return [end for end in ends if keys[end] not in ("of", "in", "on", "'s", "and", "or")][:1]


def _spelled_out(prose: Sentence) -> None:
    """ "nobody has answered (the reply is missing)": what stands before the brackets is a gloss of what is in them."""
    lattice, found, keys = prose.lattice, prose.found, prose.keys
    for node in range(1, len(keys)):
        spaced = lattice.tokens[node - 1].end < lattice.tokens[node].start  # "exec(...)" is code
        if keys[node] != "(" or ")" not in keys[node:] or not spaced:
            continue
        close = keys.index(")", node)
        for start in _openings(lattice, keys, node):
            glossed = {e.term for edges in found[start:node] for e in edges if e.end <= node}
            unknown = any(not lattice.known[i] for i in range(start, node))
            vague = (unknown or not prose.names(start, node, calendar=False)) and DENYING.isdisjoint(keys[start:node])
            named = [e.end for edges in found[start:node] for e in edges if e.term == "LABEL" and e.end < node]
            for after in (
                named if DENYING.isdisjoint(keys[start:node]) else ()
            ):  # "refund the old ones (sent before May)"
                if not prose.names(after, node, calendar=False):
                    _enter(lattice, after, node)
            if vague and not glossed & {"LABEL", "STR", *_FIGURES}:
                _enter(lattice, start, node + 1)
                _enter(lattice, close, close + 1)


DENYING = JOINING | {"neither", "without"}


def _owners(lattice: Lattice, found: list[list[Edge]], keys: list[str]) -> None:
    """ "the court's opinion", where nothing is known of a court: the opinion."""
    for node in range(len(keys) - 2):
        named = any(edge.term.endswith("COL") for edge in found[node + 2])
        if keys[node + 1] == "'s" and keys[node].isalpha() and not lattice.known[node] and named:
            _enter(lattice, node, node + 2)
            if node and keys[node - 1] in ("the", "a", "an", "this", "that", "our", "their"):
                _enter(lattice, node - 1, node + 2)


_FIGURES = {"NUM", "DATE", "DATES"}
"""Where a gloss has a figure, what it means has one: "more than five words between, i.e. A and B far apart" is no gloss."""


def _openings(lattice: Lattice, keys: list[str], before: int) -> list[int]:
    """Where the clause before a mark may have begun: the start, after a mark, after "if"."""
    opening = BOUNDS | JOINING | {"since", "as", "that"}
    starts = [0] + [i + 1 for i in range(before) if keys[i] in opening and not _hyphen(lattice, i)]
    return [start for start in starts if before - start >= 1][-1:]


def _glosses(lattice: Lattice, found: list[list[Edge]], keys: list[str]) -> None:
    """ "a calendar date such as March 31, 2022": an example of a kind of thing."""
    for node in range(1, len(keys)):
        phrase = next((p for p in GLOSS if tuple(keys[node : node + len(p)]) == p), None)
        if phrase is None or not any(
            e.term == "THING" and node in (e.end, e.end + 1) for edges in found[:node] for e in edges
        ):
            continue
        for edge in found[node + len(phrase)] if node + len(phrase) < len(keys) else ():
            if edge.term in ("DATE", "NUM", "STR", "THING"):
                _enter(lattice, node, edge.end)
