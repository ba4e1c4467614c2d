"""What two marked things of one sort are called together, and which of the two each is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import Col
from sayso.parser.english.inflection import plural
from sayso.parser.names.description import description


def pairs_of(schema: Schema) -> Iterator[tuple[str, tuple[Col, Col]]]:
    """What two arguments or boxes are called together: "the lungs" of left_lung and right_lung, "the two companies"."""
    groups: dict[tuple[str, str], list[Col]] = {}
    for column in schema.columns:
        if column.kind in ("span", "box"):
            words = column.name.lower().removesuffix("_box").split("_")
            marked = re.match(
                r"(?:the )?(?:first |second |other )?(?:marked|detected) (\w+)", description(column).whole
            )
            for noun in sorted({*words[-1:], *numbered(column)[1:], *(marked.groups() if marked else ())}):
                groups.setdefault((column.kind, noun), []).append(Col(column.name, column.kind))
    for (_, noun), columns in groups.items():
        if len(columns) == 2:
            for phrase in (plural(noun), f"two {plural(noun)}", f"both {plural(noun)}", f"two marked {plural(noun)}"):
                yield phrase, (columns[0], columns[1])
            yield noun, (columns[0], columns[1])


def numbered(column: Column) -> tuple[str, ...]:
    """Which of two a marked thing is, and what both are: ("first", "drug") of drug_a, of "the first marked drug"."""
    told = re.match(r"(?:the )?(first|second) (?:marked |detected )?([a-z]+)", description(column).whole)
    name = re.fullmatch(r"([a-z]{3,})_?(a|b|1|2|one|two)(?:_box)?", column.name.lower())
    if told:
        return (told.group(1), told.group(2))
    return ("first" if name.group(2) in ("a", "1", "one") else "second", name.group(1)) if name else ()
