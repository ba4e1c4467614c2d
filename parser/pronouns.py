"""Which column "it" stands for: the text named before in the same sentence, else the default text column."""

from __future__ import annotations

from typing import TypeVar

from sayso.grammar.context import It, fill_pronoun
from sayso.grammar.forms import Form
from sayso.grammar.predicates.places import Text
from sayso.grammar.schema import Schema

R = TypeVar("R", bound=Form)


def resolve(form: R, schema: Schema) -> R | None:
    """The form with every pronoun replaced; None where there is no text it could stand for."""
    pronouns = [node for node in form.walk() if isinstance(node, It)]
    if not pronouns:
        return form
    if not schema.default_text:
        return None
    named = [node for node in form.walk() if isinstance(node, Text) and node.spans]
    result = form
    for pronoun in pronouns:
        at = min((span[0] for span in pronoun.spans), default=0)
        before = [node for node in named if node.spans[0][0] < at]
        column = max(before, key=lambda node: node.spans[0][0]).column if before else schema.default_text
        result = fill_pronoun(result, pronoun, Text(column, spans=pronoun.spans))
    return result
