"""Columns that hold one of a few values: categories, true or false."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import Alternatives, Context, Pending, about
from sayso.grammar.forms import Condition, Example, reads, register
from sayso.grammar.predicates.items import Item, Listed, Quoted, quote
from sayso.grammar.predicates.logic import Not, conjoin, negate
from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import Bounds, CategoryValue, Col, Figure


def _either(values: tuple[str, ...]) -> str:
    said = [quote(value) for value in values]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"


@register
@dataclass(frozen=True)
class CategoryIs(Condition):
    """A category column has one of several values, whatever their case."""

    column: str
    values: tuple[str, ...]

    examples = (
        Example("label lease if the law is 'Texas'", yes=({"law": "texas"},), no=({"law": "New York"}, {"law": None})),
    )

    def say(self) -> str:
        """ "the law is 'Texas'"."""
        return f"the {self.column} is {_either(self.values)}"

    def say_not(self) -> str:
        """ "the law is not 'Texas', or is missing"."""
        return f"the {self.column} is not {_either(self.values)}, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """One of the values."""
        return plan.OneOf(self.column, self.values)


@register
@dataclass(frozen=True)
class FlagIs(Condition):
    """A boolean column is true."""

    column: str

    examples = (
        Example(
            "label lease if the executed is true",
            yes=({"executed": True},),
            no=({"executed": False}, {"executed": None}),
        ),
    )

    def say(self) -> str:
        """ "the executed is true"."""
        return f"the {self.column} is true"

    def say_not(self) -> str:
        """ "the executed is not true, or is missing"."""
        return f"the {self.column} is not true, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """It is true."""
        return plan.IsTrue(self.column)


@register
@dataclass(frozen=True)
class FlagIsFalse(Condition):
    """A boolean column is false, and not missing: what "is not true" leaves open."""

    column: str

    examples = (
        Example(
            "label lease if the executed is false",
            yes=({"executed": False},),
            no=({"executed": True}, {"executed": None}),
        ),
    )

    def say(self) -> str:
        """ "the executed is false"."""
        return f"the {self.column} is false"

    def say_not(self) -> str:
        """ "the executed is not false, or is missing"."""
        return f"the {self.column} is not false, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """It has a value, and that is not true."""
        return plan.All((plan.Not(plan.Missing(self.column)), plan.Not(plan.IsTrue(self.column))))


@register
@dataclass(frozen=True)
class IsMissing(Condition):
    """A column has no value, or a text of white space alone."""

    column: str

    examples = (
        Example("label lease if the title is missing", yes=({"title": None}, {"title": " "}), no=({"title": "flat"},)),
    )

    def say(self) -> str:
        """ "the title is missing"."""
        return f"the {self.column} is missing"

    def say_not(self) -> str:
        """ "the title is not missing"."""
        return f"the {self.column} is not missing"

    def lower(self, schema: Schema) -> plan.Test:
        """Nothing there."""
        return plan.Missing(self.column)


def all_missing(columns: Col | tuple[Col, ...]) -> Condition:
    """That a column is missing, or all of those that are missing for the same reason."""
    each = columns if isinstance(columns, tuple) else (columns,)
    return conjoin(*(IsMissing(column.name) for column in each))


def category_of(column: Col, items: tuple[Item, ...], schema: Schema) -> Condition | None:
    """ "is X" of a category: None where X is none of the values that the schema knows."""
    known = {value.lower(): value for value in schema.column(column.name).values}
    values: list[str] = []
    for item in items:
        words = (
            schema.lists[item.name] if isinstance(item, Listed) else (item.text,) if isinstance(item, Quoted) else ()
        )
        if not words:
            return None
        if known and isinstance(item, Quoted) and item.text.lower() not in known:
            return None
        values += [known.get(word.lower(), word) for word in words if not known or word.lower() in known]
    if not values:
        return None
    return CategoryIs(column.name, tuple(dict.fromkeys(values)))


@dataclass(frozen=True)
class Blank(Pending):
    """ "is missing", until the subject tells which column."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a column of any kind."""
        if isinstance(subject, Col):
            return IsMissing(subject.name)
        return None


@dataclass(frozen=True)
class True_(Pending):
    """ "is true", until the subject tells which column."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a boolean column."""
        return FlagIs(subject.name) if isinstance(subject, Col) and subject.kind == "boolean" else None


@dataclass(frozen=True)
class False_(Pending):
    """ "is false", until the subject tells which column."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a boolean column."""
        return FlagIsFalse(subject.name) if isinstance(subject, Col) and subject.kind == "boolean" else None


@reads("is_missing")
def _missing(ctx: Context) -> Condition:
    return Blank()


@dataclass(frozen=True)
class There(Pending):
    """ "is present", until the subject tells which column: a boolean is true, any other has a value."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a column of any kind."""
        if not isinstance(subject, Col):
            return None
        return FlagIs(subject.name) if subject.kind == "boolean" else Not(IsMissing(subject.name))


@reads("is_there")
def _there(ctx: Context) -> Condition:
    return There()


@reads("is_true")
def _true(ctx: Context) -> Condition:
    return True_()


@reads("is_false")
def _false(ctx: Context) -> Condition:
    return False_()


@reads("or_missing")
def _or_missing(ctx: Context, predicate: Condition) -> Condition:
    """ "is below 0.7 or missing"."""
    from sayso.grammar.predicates.logic import disjoin

    return disjoin(predicate, Blank())


def counts(column: Column) -> bool:
    """Whether a number column counts things, so that "has links" means more than none."""
    return bool(re.match(r"(n|num|nb|no)_|number|count", column.name)) or column.description.startswith(
        ("number of", "how many")
    )


@reads("has_column")
def _has_column(ctx: Context, column: Col) -> Any:
    """ "has an attachment": a boolean is true; any other column but a count is there."""
    if column.kind == "boolean":
        return FlagIs(column.name)
    if column.kind in ("number", "score", "year"):
        from sayso.grammar.predicates.numbers import NumberIs

        counted = counts(ctx.schema.column(column.name))
        return NumberIs(column.name, Bounds(">", Figure(0))) if counted else negate(IsMissing(column.name))
    there = negate(IsMissing(column.name))
    return Alternatives(((there, 0.5),)) if column.kind == "text" else there


@reads("missing_said", "blank_column", "it_lacks")
def _missing_said(ctx: Context, *given: Any) -> Condition:
    """ "nobody wrote it down", "an empty note", "it lacks the note": that a value is missing, also of a flag; and "the gauge was
    broken", where one column or several are missing when it was."""
    return all_missing(given[-1])


@reads("lacks_column")
def _lacks_column(ctx: Context, column: Col) -> Any:
    """ "leaves out the product": likelier said of a text that does not name it than of a row without it."""
    none = _has_no_column(ctx, column)
    return Alternatives(((none, 0.6),)) if column.kind == "span" else none


@reads("has_no_column")
def _has_no_column(ctx: Context, column: Col) -> Condition | None:
    if column.kind == "number" and counts(ctx.schema.column(column.name)):
        from sayso.grammar.predicates.numbers import NumberIs

        return NumberIs(column.name, Bounds("=", Figure(0)))
    return Not(FlagIs(column.name)) if column.kind == "boolean" else IsMissing(column.name)


@reads("has_both")
def _has_both(ctx: Context, left: Col, right: Col) -> Any:
    return conjoin(*(_has(ctx, column) for column in (left, right))) if left != right else None


@reads("has_but_not")
def _has_but_not(ctx: Context, there: Col, missing: Col) -> Any:
    """ "a stamp without a seal"."""
    none = _has_no_column(ctx, missing)
    return conjoin(_has(ctx, there), none) if none is not None and there != missing else None


@reads("has_but_neither")
def _has_but_neither(ctx: Context, there: Col, *missing: Col) -> Any:
    """ "a stamp without a seal or a signature"."""
    none = [told for column in missing if (told := _has_no_column(ctx, column)) is not None]
    distinct = len(none) == len(missing) == len({there, *missing}) - 1
    return conjoin(_has(ctx, there), *none) if distinct else None


def _has(ctx: Context, column: Col) -> Condition:
    """That a column is true, counts something or has a value."""
    made = _has_column(ctx, column)
    return made.choices[0][0] if isinstance(made, Alternatives) else made  # type: ignore[no-any-return]


@reads("had_said")
def _had_said(ctx: Context, column: Col, predicate: Condition) -> Any:
    """ "with a stamp that does not overlap the seal": it is there, too."""
    said = about(predicate, column, ctx.schema)
    if said is None:
        return None
    return conjoin(_has(ctx, column), said) if isinstance(said, Not) else said


@reads("has_neither")
def _has_neither(ctx: Context, *columns: Col) -> Condition | None:
    return conjoin(*(none for column in columns if (none := _has_no_column(ctx, column)) is not None))


@reads("flag_alone")
def _flag(ctx: Context, column: Col) -> Any:
    return FlagIs(column.name)


@reads("date_is_there")
def _date_is_has(ctx: Context, column: Col) -> Any:
    """ "isn't closed yet": whether there is a date at all."""
    return Alternatives(((negate(IsMissing(column.name)), 0.5),))


@reads("date_not_there")
def _date_not_there(ctx: Context, column: Col) -> Any:
    """ "was never delivered": there is no date."""
    return Alternatives(((IsMissing(column.name), 0.4),)) if column.kind == "date" else None


@reads("flag_not")
def _flag_not(ctx: Context, column: Col) -> Any:
    """ "unsigned", "never signed": a flag that is not true, and a count of none."""
    from sayso.grammar.predicates.numbers import NumberIs

    none = NumberIs(column.name, Bounds("=", Figure(0)))
    return none if column.kind == "number" else Not(FlagIs(column.name))


@reads("value_alone")
def _value_alone(ctx: Context, *values: CategoryValue) -> Any:
    """ "high importance", "a case report": values that only one column takes."""
    shared = set(values[0].columns).intersection(*(v.columns for v in values))
    labels = {label.lower() for label in ctx.schema.labels}
    if len(shared) != 1 or any(v.text.lower() in labels for v in values):
        return None  # "it is spam" names the label, not what another model says
    return Alternatives(((CategoryIs(shared.pop(), tuple(v.text for v in values)), 0.4),))


@reads("value_column")
def _value_column(ctx: Context, *given: Any) -> Condition | None:
    """ "under Texas law", "under Texas or Ohio law"."""
    *values, column = given
    known = all(column.name in value.columns for value in values)
    return CategoryIs(column.name, tuple(value.text for value in values)) if known else None


@reads("column_value")
def _column_value(ctx: Context, column: Col, items: Any) -> Condition | None:
    from sayso.grammar.predicates.items import gathered

    made = category_of(column, gathered(items).items, ctx.schema) if column.kind == "category" else None
    return made


@reads("column_not_value")
def _column_not_value(ctx: Context, column: Col, items: Any) -> Condition | None:
    made = _column_value(ctx, column, items)
    return Not(made) if made is not None else None


@dataclass(frozen=True)
class NoAnswer(Pending):
    """ "abstained", "gave no label", until the subject tells which model."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category column."""
        return IsMissing(subject.name) if isinstance(subject, Col) and subject.kind == "category" else None


@reads("no_label_given")
def _no_label(ctx: Context) -> Condition:
    return NoAnswer()


@dataclass(frozen=True)
class SomeAnswer(Pending):
    """ "gave a label", until the subject tells which model."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category column."""
        none = NoAnswer().about(subject, schema)
        return negate(none) if none is not None else None


@reads("some_label_given")
def _some_label(ctx: Context) -> Condition:
    return SomeAnswer()
