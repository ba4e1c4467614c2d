"""Merges two versions of a `.say` file by what stands in it: rationales by id, word lists by name and entry, comments by text.

Two experts who add, or who change different things, never get in each other's way. What both changed, each in another way, is left
between markers for a person to settle: a rationale is not a bag of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from sayso.project import layout
from sayso.project.layout import Piece

Key = tuple[str, str, int]
"""Kind, id or name or text, and which of several with the same one."""


@dataclass(frozen=True)
class Merged:
    """The merged text, and what is left in it for a person to settle."""

    text: str
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Side:
    """A version of the file."""

    pieces: dict[Key, Piece]
    names: dict[int, str]

    def body(self, key: Key) -> tuple[str, ...] | None:
        """The lines of a piece without the comments around it, None where it is not there."""
        piece = self.pieces.get(key)
        return None if piece is None else tuple(piece.body(self.names.get(piece.first, "")))

    def comments(self, key: Key) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The comments above and below a piece."""
        piece = self.pieces.get(key)
        return None if piece is None else (piece.comments, piece.below)


NAMES = ("ours", "theirs")
"""What stands behind the markers of a conflict."""


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Merge what two sides made of one text."""
    sides = (_side(base), _side(ours), _side(theirs))
    lines: list[str] = []
    conflicts: list[str] = []
    stacked = False
    for group in _order(*sides):
        block, clash = _block(group, sides)
        if not block:
            continue
        if clash:
            conflicts.append(clash)
        is_list = group[0][0] == "list" and not clash
        under = is_list and stacked and any(s.pieces[group[0]].stacked for s in sides if group[0] in s.pieces)
        lines += block if under or not lines else ["", *block]
        stacked = is_list
    return Merged("\n".join(lines) + "\n" if lines else "", tuple(conflicts))


def _side(text: str) -> _Side:
    found = layout.pieces(text)
    taken = {piece.name for piece in found if piece.kind == "rationale"}
    names: dict[int, str] = {}
    pieces: dict[Key, Piece] = {}
    seen: dict[tuple[str, str], int] = {}
    for piece in found:
        name = piece.name
        if piece.kind == "rationale" and not name:
            name = names[piece.first] = layout.new_id(piece.sentence()[0], taken)
            taken.add(name)
        elif piece.kind not in ("rationale", "list"):
            name = "\n".join(piece.text())
        turn = seen[piece.kind, name] = seen.get((piece.kind, name), 0) + 1
        pieces[piece.kind, name, turn] = piece
    return _Side(pieces, names)


def _order(base: _Side, ours: _Side, theirs: _Side) -> list[tuple[Key, ...]]:
    """Ours in their order; what theirs adds behind what stands before it there, and behind what ours adds at that place."""
    order = list(ours.pieces)
    before: Key | None = None
    for key in theirs.pieces:
        if key not in ours.pieces:
            at = order.index(before) + 1 if before is not None else 0
            while at < len(order) and order[at] not in base.pieces and order[at] not in theirs.pieces:
                at += 1
            order.insert(at, key)
        before = key
    groups = _reworded(base, ours, theirs)
    inside = {key for group in groups for key in group[1:]}
    heads = {group[0]: group for group in groups}
    return [heads.get(key, (key,)) for key in order if key not in inside]


def _reworded(base: _Side, ours: _Side, theirs: _Side) -> list[tuple[Key, ...]]:
    """Rationales without an id that both sides may have reworded: nothing tells them from two new ones, so both are shown."""
    gone = [k for k in base.pieces if _is_unnamed(base, k) and k not in ours.pieces and k not in theirs.pieces]
    mine = [k for k in ours.pieces if k not in base.pieces and k not in theirs.pieces and k[0] == "rationale"]
    other = [k for k in theirs.pieces if k not in base.pieces and k not in ours.pieces and k[0] == "rationale"]
    return [tuple(pair) for pair in zip(mine, other, strict=False)][: len(gone)]


def _is_unnamed(side: _Side, key: Key) -> bool:
    return key[0] == "rationale" and side.pieces[key].first in side.names


class _Clash(Enum):
    """What comes of a piece that both sides changed, each in another way."""

    BOTH = "both changed it"


T = TypeVar("T")


def _three(base: T, ours: T, theirs: T) -> T | _Clash:
    """The side that changed something."""
    if ours == theirs or theirs == base:
        return ours
    return theirs if ours == base else _Clash.BOTH


def _block(group: tuple[Key, ...], sides: tuple[_Side, _Side, _Side]) -> tuple[list[str], str]:
    """The lines of a piece as merged, and what to call it where it could not be."""
    base, ours, theirs = sides
    key = group[0]
    if len(group) == 2:
        return _marked(ours.pieces[key].text(), theirs.pieces[group[1]].text()), "a rationale without an id"
    if key[0] not in ("rationale", "list"):
        there = _three(*(key in side.pieces for side in sides))
        return (key[1].split("\n") if there else []), ""
    if key[0] == "list":
        body = _list(key[1], *(side.pieces.get(key) for side in sides))
    else:
        body = _three(*(side.body(key) for side in sides))
    if isinstance(body, _Clash):
        told = f"[{key[1]}]" if key[0] == "rationale" else f"the list '{key[1]}'"
        return _marked(_whole(ours, key), _whole(theirs, key)), told
    if body is None:
        return [], ""
    above, below = (
        _comments(*(comments[i] if (comments := side.comments(key)) else None for side in sides)) for i in (0, 1)
    )
    return [*above, *body, *below], ""


def _whole(side: _Side, key: Key) -> list[str]:
    piece = side.pieces.get(key)
    return piece.text(side.names.get(piece.first, "")) if piece else []


def _marked(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    return [f"<<<<<<< {NAMES[0]}", *ours, "=======", *theirs, f">>>>>>> {NAMES[1]}"]


def _list(name: str, base: Piece | None, ours: Piece | None, theirs: Piece | None) -> tuple[str, ...] | _Clash | None:
    """A word list merged entry by entry; a clash where one side removed the list that the other changed."""
    was, mine, other = (None if piece is None else piece.entries() for piece in (base, ours, theirs))
    if mine is None or other is None:
        kept = _three(was, mine, other)
        return kept if kept is None or isinstance(kept, _Clash) else tuple(layout.list_text(name, kept))
    gone = {entry for entry in was or () if entry not in mine or entry not in other}
    entries = dict.fromkeys(entry for entry in (*mine, *other) if entry not in gone)
    return tuple(layout.list_text(name, tuple(entries)))


def _comments(
    base: tuple[str, ...] | None, ours: tuple[str, ...] | None, theirs: tuple[str, ...] | None
) -> tuple[str, ...]:
    """Comments beside a piece: one side's where only it changed them, both sides' where both did.

    Where a side does not have the piece, it says nothing about its comments."""
    was = base or ()
    mine, other = was if ours is None else ours, was if theirs is None else theirs
    kept = _three(was, mine, other)
    return tuple(dict.fromkeys([*mine, *other])) if isinstance(kept, _Clash) else kept
