"""Two versions of the rationales side by side: added, removed, reworded with the same meaning, changed in meaning."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.grammar.errors import Span
from sayso.grammar.function import LabelingFunction

ALIKE = 0.6
"""From this share of common words on, a nameless sentence that is gone and one that is new are taken for two versions of one."""


@dataclass(frozen=True)
class Version:
    """A rationale in one of the two versions, with the part of its paraphrase that the other does not have."""

    name: str
    sentence: str
    paraphrase: str
    label: str
    lists: dict[str, tuple[str, ...]]
    differs: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Change:
    """One rationale in both versions."""

    before: Version
    after: Version
    by_list: tuple[str, ...] = ()
    """The word lists whose entries differ, where the sentence means the same but for them."""


@dataclass(frozen=True)
class Changes:
    """What became of the rationales."""

    added: tuple[Version, ...]
    removed: tuple[Version, ...]
    reworded: tuple[Change, ...]
    """Other words (or another name), the same meaning: not a vote can differ."""
    changed: tuple[Change, ...]
    unchanged: int


def changes(before: Sequence[LabelingFunction], after: Sequence[LabelingFunction]) -> Changes:
    """Pair the rationales of two versions: by id, then by meaning, then nameless ones by their words."""
    left, right = {f.name: f for f in before}, {f.name: f for f in after}
    pairs = [(left.pop(name), right.pop(name)) for name in list(left) if name in right]
    by_digest = {f.digest: f for f in right.values()}
    for f in list(left.values()):
        same = by_digest.pop(f.digest, None)
        if same is not None:
            pairs.append((left.pop(f.name), right.pop(same.name)))
    for f in [f for f in left.values() if _nameless(f)]:
        near = max((g for g in right.values() if _nameless(g)), key=lambda g: _alike(f, g), default=None)
        if near is not None and _alike(f, near) >= ALIKE:
            pairs.append((left.pop(f.name), right.pop(near.name)))
    reworded = [(f, g) for f, g in pairs if f.digest == g.digest and (f.sentence, f.name) != (g.sentence, g.name)]
    changed = [(f, g) for f, g in pairs if f.digest != g.digest]
    return Changes(
        added=tuple(map(_version, right.values())),
        removed=tuple(map(_version, left.values())),
        reworded=tuple(Change(_version(f), _version(g)) for f, g in reworded),
        changed=tuple(_change(f, g) for f, g in changed),
        unchanged=len(pairs) - len(reworded) - len(changed),
    )


def _nameless(function: LabelingFunction) -> bool:
    return function.name == function.digest[:10]


def _alike(f: LabelingFunction, g: LabelingFunction) -> float:
    return difflib.SequenceMatcher(None, _words(f.paraphrase), _words(g.paraphrase), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text)


def _version(function: LabelingFunction, differs: Sequence[Span] = ()) -> Version:
    return Version(
        function.name, function.sentence, function.paraphrase, function.label, function.lists, tuple(differs)
    )


def _change(f: LabelingFunction, g: LabelingFunction) -> Change:
    left, right = differing(f.paraphrase, g.paraphrase)
    lists = [n for n in sorted({*f.lists, *g.lists}) if f.lists.get(n, ()) != g.lists.get(n, ())]
    return Change(_version(f, left), _version(g, right), tuple(lists) if f.form == g.form else ())


def differing(before: str, after: str) -> tuple[list[Span], list[Span]]:
    """The stretches of each text that the other does not have, in whole words.

    >>> differing("lease if it says 'rent'", "lease if it says 'the rent'")
    ([], [(18, 21)])
    """
    a, b = [[m.span() for m in re.finditer(r"\w+|[^\w\s]", text)] for text in (before, after)]
    words = [[text[s:e] for s, e in spans] for text, spans in ((before, a), (after, b))]
    left, right = [], []
    for what, i, j, k, m in difflib.SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes():
        if what != "equal" and i < j:
            left.append((a[i][0], a[j - 1][1]))
        if what != "equal" and k < m:
            right.append((b[k][0], b[m - 1][1]))
    return left, right
