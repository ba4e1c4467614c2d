"""What the compiler is told about the data: labels, columns, word lists."""

from __future__ import annotations

import datetime
import numbers
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sayso.grammar.errors import SchemaError

KINDS = ("text", "number", "date", "boolean", "category", "score", "span", "box", "vector")


_LOW = r"(?:lowest|least|smallest|worst|cheapest|mildest|lightest|weakest|slowest|shortest|youngest|easiest|low|small|weak|mild)"
_HIGH = r"(?:highest|most|greatest|largest|biggest|best|dearest|gravest|severest|heaviest|strongest|fastest|longest|oldest|hardest|top|high|large|strong|severe)"
_RISING = re.compile(
    rf"\b(?:from {_LOW}\b[a-z ]*?\bto {_HIGH}\b|{_LOW}(?: one)? first|in (?:ascending|rising|increasing) order|in order from {_LOW}|{_HIGH}(?: one)? last)"
)
_FALLING = re.compile(
    rf"\b(?:from {_HIGH}\b[a-z ]*?\bto {_LOW}\b|{_HIGH}(?: one)? first|in (?:descending|falling|decreasing) order|in order from {_HIGH}|{_LOW}(?: one)? last)"
)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the data: its name, its kind, and what people call it."""

    name: str
    kind: str
    description: str = ""
    aka: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    """The values of a category, where known."""
    of: str = ""
    """The text column that a span's offsets count in; empty: the default text column."""
    start: str = ""
    end: str = ""
    """The two columns that hold a span's offsets, where it is not one column of pairs."""
    unfit: str = ""
    """What a value is that does not fit the kind ("n/a" for a number, a span beyond its text): empty, and it is refused, by row
    and column; or "missing", and it is taken for missing, and reported."""

    @property
    def counted_in(self) -> float:
        """How many make one of what the numbers are counted in: a million where the description says "in million dollars".

        >>> Column("value", "number", "value of the deal in million dollars").counted_in
        1000000.0
        """
        told = f"{self.name.replace('_', ' ')} {self.description}".strip().lower()
        said = re.search(r"\b(?:in|us\$) (?:us )?(thousand|million|billion)s?\b|\b(thousands|millions|billions)$", told)
        return _SCALES[next(filter(None, said.groups())).removesuffix("s")] if said else 1.0

    @property
    def ranked(self) -> tuple[str, ...]:
        """A category's values from the lowest to the highest, where its description tells their order; else none.

        >>> Column("tier", "category", "tier, from lowest to highest: tin, silver, gold", values=("gold", "silver", "tin")).ranked
        ('tin', 'silver', 'gold')
        """
        told = self.description.lower()
        rising, falling = _RISING.search(told), _FALLING.search(told)
        listed = told[told.find(":") + 1 :] if ":" in told else told
        places = {value: re.search(rf"(?<![\w-]){re.escape(value.lower())}(?![\w-])", listed) for value in self.values}
        found = sorted((place.start(), value) for value, place in places.items() if place)
        if bool(rising) == bool(falling) or len(found) < max(2, len(self.values)):
            return ()
        order = tuple(value for _, value in found)
        return order if rising else order[::-1]


@dataclass(frozen=True)
class Schema:
    """Labels, columns and word lists: everything that a sentence may name.

    Raises `SchemaError` for an unknown kind, a doubled or empty label, or a default text column that is not a text."""

    labels: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    default_text: str = ""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    today: datetime.date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", tuple(self.labels))
        object.__setattr__(self, "columns", tuple(self.columns))
        object.__setattr__(self, "lists", {name: tuple(entries) for name, entries in self.lists.items()})
        self._check()

    def _check(self) -> None:
        if not self.labels:
            raise SchemaError("a schema needs at least one label")
        seen = set()
        for label in self.labels:
            if not isinstance(label, str) or not label.strip():
                raise SchemaError(f"a label must be a text that is not empty, not {label!r}")
            if label.lower() in seen:
                raise SchemaError(f"the label '{label}' is given twice")
            seen.add(label.lower())
        names = [column.name for column in self.columns]
        for column in self.columns:
            if column.kind not in KINDS:
                raise SchemaError(
                    f"column '{column.name}': there is no kind '{column.kind}'; the kinds are {', '.join(KINDS)}"
                )
            if column.unfit not in ("", "missing"):
                raise SchemaError(f"column '{column.name}': unfit is \"missing\" or left out, not {column.unfit!r}")
            if names.count(column.name) > 1:
                raise SchemaError(f"the column '{column.name}' is given twice")
            if column.of and column.of not in names:
                raise SchemaError(f"column '{column.name}': its text column '{column.of}' does not exist")
        if not self.default_text:
            texts = [column.name for column in self.columns if column.kind == "text"]
            object.__setattr__(self, "default_text", texts[0] if texts else "")
        elif self.default_text not in names:
            raise SchemaError(f"the default text column '{self.default_text}' is not among the columns")
        elif self.column(self.default_text).kind != "text":
            raise SchemaError(f"the default text column '{self.default_text}' is not a text")

    def column(self, name: str) -> Column:
        """The column of that name; raises `KeyError` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def text_of(self, span: str) -> str:
        """The text column that a span column's offsets count in."""
        return self.column(span).of or self.default_text

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Schema:
        """Read a schema from plain data, as `sayso.toml` holds it.

        >>> schema = Schema.from_dict({"labels": ["lease"], "columns": {"body": {"kind": "text"}}})
        >>> schema.default_text
        'body'
        """
        unknown = set(given) - {"labels", "columns", "default_text", "lists", "today"}
        if unknown:
            raise SchemaError(f"a schema has no '{sorted(unknown)[0]}'")
        columns = []
        for name, column in dict(given.get("columns", {})).items():
            known: dict[str, Any] = {
                k: column[k] for k in ("description", "of", "start", "end", "unfit") if column.get(k)
            }
            known |= {k: tuple(str(v) for v in column[k]) for k in ("aka", "values") if column.get(k)}
            columns.append(Column(name=str(name), kind=str(column.get("kind", "text")), **known))
        today = given.get("today")
        if isinstance(today, str):
            today = datetime.date.fromisoformat(today)
        return cls(
            labels=tuple(given.get("labels", ())),
            columns=tuple(columns),
            default_text=given.get("default_text", ""),
            lists={str(k): tuple(str(e) for e in v) for k, v in dict(given.get("lists", {})).items()},
            today=today,
        )

    def to_dict(self) -> dict[str, Any]:
        """The schema as plain data that `from_dict` reads back."""
        columns = {}
        for column in self.columns:
            given = {k: getattr(column, k) for k in ("description", "aka", "values", "of", "start", "end", "unfit")}
            columns[column.name] = {"kind": column.kind} | {
                k: list(v) if isinstance(v, tuple) else v for k, v in given.items() if v
            }
        result: dict[str, Any] = {
            "labels": list(self.labels),
            "columns": columns,
            "default_text": self.default_text,
            "lists": {name: list(entries) for name, entries in self.lists.items()},
        }
        return result | ({"today": self.today.isoformat()} if self.today else {})

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        labels: Iterable[str],
        *,
        default_text: str = "",
        lists: Mapping[str, Iterable[str]] | None = None,
    ) -> Schema:
        """Guess the columns' kinds from the values of a pandas or polars frame (its first 1,000 rows).

        A text column of at most 20 different short values is a category. The default text column is the one with the longest
        values. Write the schema out and correct it where the guess is wrong."""
        columns, length = [], {}
        for name in frame.columns:
            values = [v for v in list(frame[name][:1000]) if v is not None and v == v]  # a NaN differs from itself
            kind = _kind_of(values)
            known: tuple[str, ...] = ()
            if kind == "category":
                known = tuple(sorted({str(v) for v in values}))
            if kind == "text":
                length[str(name)] = sum(len(str(v)) for v in values) / max(1, len(values))
            columns.append(Column(str(name), kind, values=known))
        if not default_text and length:
            default_text = max(length, key=lambda n: length[n])
        return cls(tuple(labels), tuple(columns), default_text, {k: tuple(v) for k, v in (lists or {}).items()})


def _kind_of(values: list[Any]) -> str:
    if not values:
        return "text"
    if all(isinstance(v, bool) or type(v).__name__ in ("bool_", "bool") for v in values):
        return "boolean"
    if all(isinstance(v, numbers.Number) for v in values):
        return "number"
    if all(isinstance(v, datetime.date) for v in values):
        return "date"
    if all(hasattr(v, "__len__") and not isinstance(v, str) for v in values):
        lengths = {len(v) for v in values}
        return {frozenset({2}): "span", frozenset({4}): "box"}.get(frozenset(lengths), "vector")
    texts = [str(v) for v in values]
    different = set(texts)
    few = len(different) <= 20 and len(texts) >= 3 * len(different)
    return "category" if few and max(map(len, texts)) <= 40 else "text"
