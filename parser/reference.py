"""The page of the language, `docs/language.md`: every form with its wordings and examples, made from the grammar itself.

Which alternatives of the grammar say which form is found by reading samples (`foresight.py`): no list of them is kept anywhere.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from sayso.grammar.context import Subject, about
from sayso.grammar.forms import FORMS, Condition, Form
from sayso.grammar.schema import Schema
from sayso.grammar.values import Col
from sayso.parser.completing.completion import wording
from sayso.parser.english.lexicon import LEXICAL, SCHEMA, entries
from sayso.parser.families import load
from sayso.parser.meaning.tree import text

_SCHEMA = Schema.from_dict(
    {
        "labels": ["lease", "sale"],
        "columns": {
            **{"title": {"kind": "text"}, "body": {"kind": "text"}},
            **{"amount": {"kind": "number"}, "deposit": {"kind": "number"}, "risk_score": {"kind": "score"}},
            **{"signed": {"kind": "date"}, "renewed": {"kind": "date"}},
            **{"executed": {"kind": "boolean"}, "stamped": {"kind": "boolean"}},
            **{name: {"kind": "category", "values": ["Texas", "Ohio"]} for name in ("law", "court")},
            **{"tenant": {"kind": "span"}, "landlord": {"kind": "span"}},
            **{"stamp": {"kind": "box"}, "seal": {"kind": "box"}},
        },
        "default_text": "body",
        "lists": {"hr_terms": ["salary", "paid leave"]},
        "today": "2024-01-31",
    }
)
_SHOWN_AS = {
    **{
        "STR": "'words'",
        "BARE": "words",
        "NUM": "5",
        "DATE": "January 31, 2020",
        "DATES": "June or July 2020",
        "FROMTODAY": "last month",
        "AGEGROUP": "over-65s",
        "ROWNOUN": "loads",
        "LABEL": "LABEL",
        "LIST": "LIST",
    },
    **{"CVAL": "VALUE", "COMMA": ",", "DOT": ".", "COLON": ":", "LPAR": "(", "RPAR": ")", "QUESTION": "?"},
}
MOST = 14
"""How many phrases of one terminal are shown."""


def page() -> str:
    """The whole page."""
    load()
    lines = [
        "# What can be said",
        "",
        "Made by `make docs` from the forms, the grammar and the lexicon: change those, never this page. In the wordings, words",
        "stand for themselves and for their synonyms (listed under Words), ‹part› for any of its wordings (listed under Parts),",
        "LABEL, LIST and COLUMN for names of the schema; `?` may be left out, `+` may be repeated, `*` both.",
        "",
        "## A sentence",
        "",
        *_wordings(alternatives("rationale")),
    ]
    said = sayings()
    for family, forms in _families():
        lines += ["", f"## {_title(family)}"]
        for form in forms:
            lines += ["", *_form(form, said.get(form.__name__, []))]
    return "\n".join([*lines, *_parts(said), *_words()]) + "\n"


@cache
def _grammar() -> tuple[tuple[str, str, str], ...]:
    """The alternatives of the joined grammar as they are written: what they make, their symbols, their alias."""
    found, origin = [], ""
    for line in text().splitlines():
        line = line.split("//")[0].strip()
        head = re.match(r"(?:%extend\s+)?([a-z_]+)(?:\.-?\d+)?\s*:\s*(.*)", line)
        if head:
            origin, line = head.groups()
        elif not line.startswith("|"):
            continue
        for alternative in _split(line.removeprefix("|")):
            symbols, _, alias = alternative.partition("->")
            if symbols.strip():
                found.append((origin, symbols.strip(), alias.strip()))
    return tuple(found)


def _split(line: str) -> Iterator[str]:
    """A line's alternatives: split at every bar outside of brackets."""
    depth, start = 0, 0
    for i, c in enumerate(line):
        depth += (c == "(") - (c == ")")
        if c == "|" and not depth:
            yield line[start:i]
            start = i + 1
    yield line[start:]


def alternatives(origin: str) -> list[str]:
    """The alternatives of a symbol, in words."""
    return [shown(symbols) for made, symbols, _ in _grammar() if made == origin]


def shown(symbols: str) -> str:
    """An alternative in words: `CONTAIN items` is "contains ‹items›".

    >>> shown("NO? items (COMMA item)*")
    'no? ‹items› (, ‹item›)*'
    """

    def put(match: re.Match[str]) -> str:
        name = match.group()
        if name.islower():
            return f"‹{name.strip('_').replace('_', ' ')}›"
        return _shown(name)

    return re.sub(r"[A-Za-z_]\w*", put, symbols)


def _shown(terminal: str) -> str:
    if terminal in _SHOWN_AS:
        return _SHOWN_AS[terminal]
    if terminal in SCHEMA:
        kind = {"TEXTCOL": "TEXT", "NUMCOL": "NUMBER", "DATECOL": "DATE", "BOOLCOL": "FLAG", "CATCOL": "CATEGORY"}
        return f"{kind.get(terminal, terminal.removesuffix('COL'))} COLUMN"
    if len({value for term, value, _ in entries() if term == terminal}) > 2:
        return f"‹{terminal.lower()}›"
    said = wording(terminal)
    return f"[{said}]" if " " in said else said


def sayings() -> dict[str, list[str]]:
    """For each form, by its name, the alternatives that make it (not those that pass it on), in words."""
    from sayso.parser.compiler import Compiler

    compiler = Compiler(_SCHEMA)
    samples = compiler.samples
    made: dict[str, set[str]] = {}
    for rules in compiler.grammar.rules.values():
        for rule in rules:
            if rule.alias:
                for children in samples.rest(rule, 0):
                    passed = {name for child in children for name in _forms(child)}
                    for value in samples.sampler.read(rule, children):
                        made.setdefault(rule.alias, set()).update(_forms(value) - passed)
    found: dict[str, list[str]] = {}
    for _, symbols, alias in _grammar():
        for name in sorted(made.get(alias, ())):
            if shown(symbols) not in found.setdefault(name, []):
                found[name].append(shown(symbols))
    return found


def _forms(value: Any) -> set[str]:
    """The names of the forms that a meaning is, or becomes when it is said of something."""
    if not isinstance(value, Form):
        return set()
    inner = getattr(value, "of", None) if type(value).__name__ == "Not" else None
    if isinstance(inner, Form):
        return {"Not"} | _forms(inner)
    if type(value).__name__ in FORMS:
        return {type(value).__name__}
    if not isinstance(value, Condition):
        return set()
    subjects = [Col(column.name, column.kind) for column in _SCHEMA.columns] + [Subject("document")]
    said = (about(value, subject, _SCHEMA) for subject in subjects)
    return {type(form).__name__ for form in said if form is not None and type(form).__name__ in FORMS}


def _families() -> list[tuple[str, list[type[Form]]]]:
    """The forms by the module that holds them, the frame first."""
    found: dict[str, list[type[Form]]] = {}
    for form in FORMS.values():
        found.setdefault(form.__module__, []).append(form)
    return sorted(found.items(), key=lambda pair: (pair[0].count(".predicates."), pair[0]))


def _title(module: str) -> str:
    said = (inspect.getdoc(sys.modules[module]) or "").splitlines()
    return said[0].rstrip(".") if said else module


def _form(form: type[Form], said: list[str]) -> list[str]:
    lines = [f"### {form.__name__}", "", inspect.cleandoc(form.__doc__ or "")]
    if said:
        lines += ["", "Wordings:", "", *_wordings(said)]
    for example in form.examples:
        lines += ["", f"> {example.sentence}", ""]
        lines += [f"- votes on {_row(row)}" for row in example.yes]
        lines += [f"- does not vote on {_row(row)}" for row in example.no]
    return lines


def _row(row: dict[str, Any]) -> str:
    return (
        ", ".join(f"{name}: {'missing' if value is None else f'`{value}`'}" for name, value in row.items())
        or "an empty row"
    )


def _wordings(said: list[str]) -> list[str]:
    return [f"- `{one}`" for one in said]


def _parts(said: dict[str, list[str]]) -> list[str]:
    """The wordings of every part that the others are made of."""
    lines = ["", "## Parts"]
    for origin in dict.fromkeys(made for made, _, _ in _grammar()):
        if origin not in ("start", "rationale"):
            lines += ["", f"**{origin.strip('_').replace('_', ' ')}**", "", *_wordings(alternatives(origin))]
    return lines


def _words() -> list[str]:
    """The synonyms of every word of the wordings."""
    lines = ["", "## Words", "", "| word | or |", "|---|---|"]
    phrases: dict[tuple[str, str | None], dict[str, None]] = {}
    for term, value, phrase in entries():
        said = re.sub(r"/[vn](?!\S)", "", phrase).replace(" 's", "'s").replace("|", "\\|")
        phrases.setdefault((term, value), {})[said] = None
    for (term, value), given in phrases.items():
        if term in ("FILL", *LEXICAL):
            continue
        more = f" and {len(given) - MOST} more" if len(given) > MOST else ""
        word = f"{_shown(term)} {value or ''}".strip()
        lines.append(f"| {word} | {'; '.join(list(given)[:MOST])}{more} |")
    filler = dict.fromkeys(phrase for term, _, phrase in entries() if term == "FILL")
    return [*lines, "", f"Words that may stand anywhere and change nothing: {', '.join(filler)}."]
