"""What can go wrong, said to the person who can mend it.

SaysoError
├── RationaleError   a sentence that the compiler will not stand behind
├── SchemaError      a schema that contradicts itself
├── DataError        data that cannot be read as the schema says: names the row and the column
└── ProjectError     a project folder that cannot be used: names the file and the line
"""

from __future__ import annotations

Span = tuple[int, int]
"""[start, end) character offsets."""


class SaysoError(Exception):
    """Any error that Sayso raises on purpose, its text written for the person at the keyboard."""


class SchemaError(SaysoError, ValueError):
    """A schema contradicts itself or names a kind that does not exist."""


class DataError(SaysoError, ValueError):
    """Data cannot be read as the schema says; the text names the row and the column."""


class ProjectError(SaysoError):
    """A project's files cannot be used as they are; the text names the file and the line."""


class RationaleError(SaysoError):
    """A sentence that the compiler will not stand behind.

    `span` is the part of the sentence that is blamed, `understood` what was made sense of before it (a list of plain phrases),
    `suggestions` repaired sentences, each of which compiles."""

    def __init__(
        self,
        message: str,
        *,
        sentence: str = "",
        span: Span = (0, 0),
        understood: tuple[str, ...] = (),
        suggestions: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.sentence = sentence
        self.span = span
        self.understood = understood
        self.suggestions = suggestions
