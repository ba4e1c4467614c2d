"""Readers of places: sentences, first and last words, before, after and between things, in quotes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sayso.grammar.context import DOCUMENT, PERSON, Alternatives, Context, Measured, Owner, Several, Subject, as_place
from sayso.grammar.forms import reads
from sayso.grammar.predicates.places import Argument, Beside, Edge, Enclosed, OneMore, Piece, anchors, part_of
from sayso.grammar.values import Col, Figure, Pronoun


@reads("pick_first")
def _first(ctx: Context) -> int:
    return 1


@reads("pick_last")
def _last(ctx: Context) -> int:
    return -1


@reads("pick_any")
def _pick_any(ctx: Context) -> int:
    return 0


@reads("place_one")
def _one(ctx: Context, pick: int) -> OneMore | None:
    return OneMore(pick) if pick else None


@reads("pick_nth")
def _nth(ctx: Context, n: str) -> int:
    return int(n)


def _piece(piece: Any) -> Any:
    def read(ctx: Context, pick: int, of: Any = None) -> Piece | None:
        place = part_of(ctx, of)
        return Piece(place, piece, pick) if place else None

    return read


for _name in ("sentence", "paragraph", "line", "word"):
    reads(f"place_{_name}")(_piece(_name))


def _late(piece: Any) -> Any:
    def read(ctx: Context, n: Figure, of: Any = None) -> Piece | None:
        """ "paragraph two of the findings"."""
        place = part_of(ctx, of)
        fits = n.value in (1, 2, 3, 4, 5) and not n.unit
        return Piece(place, piece, int(n.value)) if place and fits else None

    return read


for _name in ("sentence", "paragraph", "line"):
    reads(f"place_{_name}_late")(_late(_name))


def _own(piece: Any) -> Any:
    def read(ctx: Context, of: Any, pick: int) -> Piece | None:
        place = part_of(ctx, of)
        return Piece(place, piece, pick) if place else None

    return read


for _name in ("sentence", "paragraph", "line", "word"):
    reads(f"place_own_{_name}")(_own(_name))


@reads("place_last_name")
def _last_name(ctx: Context, of: Any) -> Piece | None:
    place = as_place(of, ctx.schema)
    return Piece(place, "word", -1) if isinstance(place, Argument) else None


@reads("place_first_name")
def _first_name(ctx: Context, of: Any) -> Piece | None:
    place = as_place(of, ctx.schema)
    return Piece(place, "word", 1) if isinstance(place, Argument) else None


def _edge(unit: Any, own: bool = False) -> Any:
    def read(ctx: Context, *given: Any) -> Edge | None:
        of, pick, n = given if own else (given[2] if len(given) > 2 else None, *given[:2])
        place = part_of(ctx, of)
        if place is None or pick not in (1, -1) or n.value < 1 or n.value % 1 or n.unit:
            return None
        return Edge(place, "first" if pick == 1 else "last", int(n.value), unit)

    return read


for _name in ("words", "characters", "sentences"):
    reads(f"place_{_name}")(_edge(_name))


for _name in ("words", "characters"):
    reads(f"place_own_{_name}")(_edge(_name, own=True))


def _beside(side: Any) -> Any:
    def read(ctx: Context, what: Any, of: Any = None) -> Any:
        ends = anchors(ctx, what, of)
        return Beside(ends[0], side) if ends and len(ends) == 1 else None

    return read


reads("place_before")(_beside("before"))


reads("place_after")(_beside("after"))


def _window(side: Any) -> Any:
    def read(ctx: Context, n: Figure, unit: Any, what: Any, of: Any = None) -> Any:
        ends = anchors(ctx, what, of)
        whole = n.value >= 1 and not n.value % 1 and not n.unit
        if not ends or len(ends) != 1 or unit not in ("words", "characters") or not whole:
            return None
        # "within three words after 'x'" is likelier a distance than a stretch of text
        return Alternatives(((Beside(ends[0], side, int(n.value), unit), 0.5),))

    return read


reads("place_words_before")(_window("before"))


reads("place_words_after")(_window("after"))


def _word_beside(side: Any) -> Any:
    def read(ctx: Context, *given: Any) -> Any:
        """ "the word after X", "the second word to the left of X"."""
        n = given[0] if isinstance(given[0], int) else 1
        if n == -1 and side == "before":
            n, given = 1, given[1:]  # "the last word before X" is the one right before it
        ends = anchors(ctx, next(g for g in given if not isinstance(g, int)))
        if not ends or len(ends) != 1 or n < 1:
            return None
        near = Beside(ends[0], side, n)
        if n == 1 and not any(isinstance(g, int) for g in given):
            return Alternatives(((near, 0.3),))  # "a word before X" is any of them
        return near if n == 1 else Piece(near, "word", 1 if side == "before" else -1)

    return read


reads("place_word_before")(_word_beside("before"))


reads("place_word_after")(_word_beside("after"))


@reads("place_enclosed")
def _enclosed(ctx: Context, marks: Any, of: Any = None) -> Enclosed | None:
    place = part_of(ctx, of)
    return Enclosed(place, marks) if place else None


@reads("place_enclosed_late")
def _enclosed_late(ctx: Context, of: Any, marks: Any) -> Enclosed | None:
    """ "the part of the title in parentheses"."""
    return _enclosed(ctx, marks, of)


@reads("the_column")
def _the_column(ctx: Context, column: Any) -> Any:
    return Owner(column) if isinstance(column, tuple) else column


@reads("the_sized")
def _the_sized(ctx: Context, columns: tuple[Col, ...]) -> Measured:
    return Measured(columns)


@reads("the_document")
def _document(ctx: Context) -> Subject:
    return DOCUMENT


@reads("the_person")
def _person(ctx: Context) -> Subject:
    return PERSON


@reads("counted_in_one")
def _in_one(ctx: Context, counted: Any, pick: int) -> Any:
    """ "A is in the first sentence and B in the second"."""
    from sayso.grammar.predicates.text_readers import there_is

    return there_is(ctx, counted, OneMore(pick)) if pick else None


@reads("it")
def _it(ctx: Context, pronoun: Pronoun) -> Any:
    """The text named before where there is one, else the document; any other column that fits, less likely."""
    texts: list[Any] = [c for c in pronoun.candidates if c.kind == "text"][:1]
    others = [c for c in pronoun.candidates if c.kind != "text"][:4]
    choices: list[tuple[Any, float]] = [(one, 0.0) for one in texts or [DOCUMENT]]
    choices += [(DOCUMENT, 0.4)] if texts else []
    choices += [(_word(word), 1.6 if pronoun.listed > 1 else 0.8) for word in pronoun.words[:1]]
    return Alternatives((*choices, *((other, 0.35 + 0.4 * i) for i, other in enumerate(others))))


@reads("its_name")
def _its_name(ctx: Context, pronoun: Pronoun) -> Any:
    """ "the drug is in capitals or its name has two words": the argument named last."""
    marks = [column for column in pronoun.candidates if column.kind == "span"][:2]
    return Alternatives(tuple((mark, 0.4 * i) for i, mark in enumerate(marks))) if marks else None


def _word(word: str) -> Any:
    from sayso.grammar.predicates.items import AnyOf, Counted, Quoted

    return Counted(AnyOf((Quoted(word),)))


def _of_pair(how: Any) -> Any:
    def read(ctx: Context, several: Any) -> Any:
        """ "neither lung", "one of the lungs"."""
        return replace(several, how=how) if isinstance(several, Several) else None

    return read


reads("none_of_pair")(_of_pair("none"))
reads("any_of_pair")(_of_pair("any"))
reads("one_of_pair")(_of_pair("one"))


@reads("pair")
def _pair(ctx: Context, pronoun: Pronoun) -> Any:
    """ "they", "both": the two columns of one kind that were named, or that there are."""
    from sayso.grammar.predicates.items import pair_of, unnamed

    kinds = ("text", "span", "box", "number", "score", "category")
    found = [pair_of(pronoun, ctx.schema, kind) for kind in kinds]
    choices: tuple[tuple[Any, float], ...] = tuple(
        (Several("all", two), 0.1 * i + unnamed(two, pronoun)) for i, two in enumerate(found) if two
    )
    if len(pronoun.words) >= 2:
        from sayso.grammar.predicates.items import AllOf, Counted, Quoted

        words = Counted(AllOf(tuple(Quoted(word) for word in reversed(pronoun.words[:2]))))
        choices = (*choices, (words, 0.3))
    return Alternatives(choices) if choices else None
