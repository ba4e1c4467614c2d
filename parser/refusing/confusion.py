"""No reading: what to type instead.

A refusal says what was not understood and where, what was, what is known nearby, and a sentence that would work. Every repaired
sentence that it offers has been compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.grammar.errors import RationaleError, Span
from sayso.grammar.frame import Framed
from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import Col
from sayso.parser.effort import STEPS, Effort, TooManyWays
from sayso.parser.english.tokens import Token
from sayso.parser.meaning import impossible
from sayso.parser.meaning.compilation import Attempt
from sayso.parser.meaning.reading import Reading
from sayso.parser.names.word_lists import BOOKS
from sayso.parser.refusing import clauses, faults
from sayso.parser.words.edges import Lattice
from sayso.parser.words.lattice import NAMES

if TYPE_CHECKING:
    from sayso.parser.compiler import Compiler

VAGUE = frozenset(
    [
        "feels",
        "feel",
        "seems",
        "seem",
        "looks",
        "look",
        "sounds",
        "sound",
        "kind",
        "sort",
        "somewhat",
        "rather",
        "weird",
        "odd",
        "strange",
        "fishy",
        "nasty",
        "badly",
        "bad",
        "good",
        "nice",
        "calm",
        "boring",
        "suspicious",
        "unusual",
        "interesting",
        "important",
        "relevant",
        "similar",
        "likely",
        "appropriate",
        "tone",
        "mood",
        "vibe",
    ]
)
_CODE = re.compile(
    r"__\w+__|\w+\(.*\)|\w+\[.*\]|\blambda\b[\w, ]*:|(?:^|[;:]|from [\w.]+)\s*import [\w.]+(?: as \w+)?\s*(?:$|[;,\n])|==|\beval\b\s*\(|;.*\("
)
"""What looks like a program: its marks, or one of its words with what a program has beside it ("an import licence" has not)."""


def unknown_label(sentence: str, label: str, schema: Schema) -> RationaleError:
    """The label given beside the sentence is none of the schema's."""
    return RationaleError(f"There is no label '{label}'. The labels are {_listed(schema.labels)}.", sentence=sentence)


def explain(
    compiler: Compiler, sentence: str, label: str | None, attempt: Attempt, mended: list[str], effort: Effort
) -> RationaleError:
    """Why a sentence was refused, for its writer."""
    schema, lattice = compiler.schema, attempt.lattice
    never = _never(attempt)
    suggestions = tuple(_offered(compiler, sentence, label, attempt, mended, effort))
    told = never or (faults.known(lattice, schema) and not clauses.at_label(attempt))
    unread = None if told else clauses.culprit(compiler, sentence, label, attempt, STEPS - effort.left)
    span = _other_label(label, attempt) or (never[1] if never else unread[0] if unread else blamed(attempt))
    understood = tuple(_understood(lattice, attempt.chart.farthest))
    together = [unread[1]] if unread and span == unread[0] else []
    reasons = [*(never[:1] if never else ()), *together, *_reasons(sentence, label, attempt, schema)]
    message = _message(sentence, span, reasons, understood, suggestions, schema, label)
    return RationaleError(message, sentence=sentence, span=span, understood=understood, suggestions=suggestions)


def _never(attempt: Attempt) -> tuple[str, Span] | None:
    """That the likeliest reading is true of no row, and which words say so."""
    for reading in sorted((r for r in attempt.found if isinstance(r.value, Framed)), key=lambda r: r.cost)[:3]:
        both = impossible.impossible(reading.value.rationale)
        spans = sorted(span for node in both or () for span in node.spans)
        if both is not None and spans:
            return impossible.said(reading.value.rationale), (spans[0][0], max(end for _, end in spans))
    return None


def _other_label(label: str | None, attempt: Attempt) -> Span | None:
    """Where a sentence that is a reason for one label names another."""
    for edges in attempt.lattice.edges:
        for edge in edges.get("LABEL", ()) if label is not None else ():
            if edge.value.name != label:
                tokens = attempt.lattice.tokens
                return (tokens[edge.first].start, tokens[edge.end - 1].end)
    return None


def unknown_words(lattice: Lattice) -> list[Token]:
    """The unquoted words that have no meaning here."""
    return [t for t, known in zip(lattice.tokens, lattice.known, strict=True) if not known and not t.quoted]


def blamed(attempt: Attempt) -> Span:
    """The last unknown word at or before the stop; else the word that could not be joined."""
    tokens, lattice, stop = attempt.lattice.tokens, attempt.lattice, attempt.chart.farthest
    if not tokens:
        return (0, 0)
    for node in range(stop, min(stop + 3, len(tokens))):
        if lattice.filler[node] or (node > stop and tokens[node].key in BOOKS):
            continue  # "the list villains": the word behind the article is what is not known
        if not lattice.known[node] and not tokens[node].quoted and node > stop:
            return (tokens[node].start, tokens[node].end)
        break
    for node in range(min(stop, len(tokens) - 1), -1, -1):
        if not lattice.known[node] and not tokens[node].quoted:
            return (tokens[node].start, tokens[node].end)
    if clauses.label_alone(attempt):
        return clauses.whole(attempt)
    at = next(iter(faults.uncounted(lattice)), None)
    return (at.start, at.end) if at else clauses.last_word(attempt) or (tokens[0].start, tokens[-1].end)


def _understood(lattice: Lattice, stop: int) -> list[str]:
    said = []
    for node in range(len(lattice.tokens)):
        for edge in (edge for edges in lattice.edges[node].values() for edge in edges):
            if edge.first != node or edge.term not in NAMES:
                continue
            words = _text(lattice.tokens[edge.first : edge.end])
            what = {"LABEL": "a label", "LIST": "a word list"}.get(edge.term)
            if what is None and isinstance(edge.value, Col):
                what = f"the column {edge.value.name} (a {edge.value.kind})"
            said.append(f"“{words}” as {what}")
    longest = [
        s
        for s in said
        if not any(s != other and s.split("”")[0][1:] in other.split("”")[0][1:].split() for other in said)
    ]
    return list(dict.fromkeys(longest or said))[:8]


def _text(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _reasons(sentence: str, label: str | None, attempt: Attempt, schema: Schema) -> list[str]:
    """Every specific thing that is known to be wrong, most telling first."""
    lattice = attempt.lattice
    reasons: list[str] = []
    if not lattice.tokens:
        return ["The sentence is empty."]
    alone = clauses.label_alone(attempt)
    if alone:
        return [
            f"It says to {alone.vote.say()} but gives no condition: no reason why. Go on with “if ...” or “because ...”."
        ]
    if _CODE.search(sentence):
        reasons.append("It reads like program code; only plain sentences are understood, nothing is ever executed.")
    reasons += faults.known(lattice, schema)
    reasons += _missing_label(label, attempt, schema)
    reasons += _missing_names(lattice, schema)
    reasons += _kinds_clash(lattice, schema)
    vague = [t.text for t in lattice.tokens if t.key in VAGUE and not t.quoted]
    if vague:
        be = "is" if len(vague) == 1 else "are"
        reasons.append(f"{_quoted(vague)} {be} too vague to check: say which words or numbers show it.")
    if label is not None:
        others = [w for w in schema.labels if w != label and _names_label(lattice, w)]
        if others:
            reasons.append(f"The reason is for the label '{label}', but the sentence names '{others[0]}'.")
    return reasons


def _names_label(lattice: Lattice, label: str) -> bool:
    return any(e.value.name == label for edges in lattice.edges for e in edges.get("LABEL", ()))


def _missing_label(label: str | None, attempt: Attempt, schema: Schema) -> list[str]:
    """A sentence that votes for something that is no label."""
    if label is not None or any("LABEL" in edges or "ABSTAIN" in edges for edges in attempt.lattice.edges):
        return []
    words = [t.text for t in unknown_words(attempt.lattice)]
    named = f" {_quoted(words[:1])} is none." if words else ""
    return [f"No label is named.{named} There is no other label than {_listed(schema.labels)}."]


def _missing_names(lattice: Lattice, schema: Schema) -> list[str]:
    """Unknown words next to "list", or where a column would stand."""
    reasons, tokens = [], lattice.tokens
    lists = {
        node
        for node, edges in enumerate(lattice.edges)
        if node < len(tokens) and ("ANYIN" in edges or tokens[node].key in BOOKS)
    }
    told = faults.uncounted(lattice)
    for node, token in enumerate(tokens):
        if lattice.known[node] or token.quoted or token in told or not re.search(r"\w", token.text):
            continue
        if any(abs(node - at) <= 4 for at in lists):
            have = f"The lists are {_listed(tuple(schema.lists))}." if schema.lists else "No word list is defined."
            reasons.append(f"There is no word list named '{token.text}'. {have}")
        else:
            reasons.append(f"I do not know what “{token.text}” is: no column, no label, and no word that I understand.")
    return reasons[:4]


def _kinds_clash(lattice: Lattice, schema: Schema) -> list[str]:
    """Which columns are named, and what can be asked of them."""
    named: dict[str, str] = {}
    for edges in lattice.edges:
        for term in sorted(NAMES):
            for edge in edges.get(term, ()):
                if isinstance(edge.value, Col):
                    named.setdefault(edge.value.name, edge.value.kind)
    compared = any({"GT", "LT", "GE", "LE", "BETWEEN"} & set(edges) for edges in lattice.edges)
    reasons = []
    for name, kind in named.items():
        can = _CAN[kind]
        if kind == "text" and compared:
            can += "; it cannot be compared with a number: say how many words or characters it has"
        values = schema.column(name).values
        if kind == "category" and values:
            can += f" (its values are {_listed(values)})" + ("" if schema.column(name).ranked else ", not ordered")
        reasons.append(f"The column {name} is a {kind}: it {can}.")
    if any("BETWEEN2" in edges or "BETWEEN" in edges for edges in lattice.edges):
        spans = [c.name for c in schema.columns if c.kind == "span"]
        two = f" such as {_listed(tuple(spans[:2]))}" if len(spans) > 1 else ""
        reasons.append(f"“between” needs two ends{two}.")
    return reasons


_CAN = {
    "text": "can contain, start with or end with words",
    "number": "can be more than, less than or exactly a number",
    "score": "can be above or below a number",
    "year": "can be before, after or in a year",
    "date": "can be before, after or on a date",
    "boolean": "can be true or false",
    "category": "can be one of its values",
    "span": "can stand before, after or near words and other arguments",
    "box": "can be above, below, left of, inside or overlap another box",
    "vector": "can only be trained on",
}


def _offered(
    compiler: Compiler, sentence: str, label: str | None, attempt: Attempt, mended: list[str], effort: Effort
) -> list[str]:
    """Up to three repaired sentences, each of which compiles."""
    kept: list[str] = []
    guesses = dict(_guesses(compiler, sentence, label, attempt))
    for candidate in (*mended, *guesses, *_examples(compiler, label, attempt)):
        if len(kept) == 3:
            break
        try:
            readings = [] if candidate in kept else compiler.attempt(candidate, label, effort).readings
        except TooManyWays:
            break
        if readings and _uses(readings[0], guesses.get(candidate)):
            kept.append(candidate)
    return kept


def _uses(reading: Reading, word: str | None) -> bool:
    """Whether a word put in for one that is not understood has a part in the meaning: else it only makes nonsense compile."""
    meant = [e for e in reading.edges if e.term in ("STR", "LABEL", "LIST") or e.term.endswith("COL")]
    nouns = {e.start for e in reading.edges if e.term in ("DOC", "BARENOUN")}
    if word is not None and any(e.term == "STR" and e.end in nouns for e in meant):
        return False  # "newswire" of "newswire items" may be a value that the schema does not list
    return word is None or any(word in (getattr(e.value, "text", ""), getattr(e.value, "name", "")) for e in meant)


def _guesses(
    compiler: Compiler, sentence: str, label: str | None, attempt: Attempt
) -> Iterator[tuple[str, str | None]]:
    """Sentences with a guess in the place of a word that is not understood, each with the guess."""
    schema = compiler.schema
    yield from ((candidate, None) for candidate in faults.paired(sentence, attempt.lattice))
    yield from ((candidate, None) for candidate in faults.counted(sentence, attempt.lattice))
    labelled = label is not None or any("LABEL" in edges for edges in attempt.lattice.edges)
    for token in unknown_words(attempt.lattice)[:3]:
        before, after = sentence[: token.start], sentence[token.end :]
        yield f"{before}'{token.text}'{after}", token.text
        names = [schema.default_text or "", *([] if labelled else schema.labels[:2]), *list(schema.lists)[:2]]
        yield from ((f"{before}{name}{after}", name) for name in names if name)


def _examples(compiler: Compiler, label: str | None, attempt: Attempt) -> list[str]:
    """A whole sentence over the schema, for the label that was meant."""
    schema = compiler.schema
    alone = clauses.label_alone(attempt)
    vote = alone.vote.say() if alone else f"label {label or _named_label(attempt, schema)}"
    example = _example(schema)
    if not example:
        return []
    return [f"because {example}" if label is not None else f"{vote} if {example}"]


def _named_label(attempt: Attempt, schema: Schema) -> str:
    names = [e.value.name for edges in attempt.lattice.edges for e in edges.get("LABEL", ())]
    return str(names[0]) if names else schema.labels[0]


def _example(schema: Schema) -> str:
    """A condition over the schema that works."""
    if schema.default_text:
        return f"the {schema.default_text} contains 'some words'"
    for column in schema.columns:
        if column.kind in ("number", "score"):
            return f"the {column.name} is more than 5"
        if column.kind == "boolean":
            return f"the {column.name} is true"
    return ""


def _message(
    sentence: str,
    span: Span,
    reasons: list[str],
    understood: tuple[str, ...],
    suggestions: tuple[str, ...],
    schema: Schema,
    label: str | None,
) -> str:
    lines = [
        f"I do not understand “{sentence[span[0] : span[1]]}” here."
        if span[1] > span[0]
        else "I do not understand this."
    ]
    lines += reasons
    if understood:
        lines.append(f"Understood: {'; '.join(understood)}.")
    lines.append(f"Columns: {', '.join(_column(column) for column in schema.columns)}.")
    lines.append(
        f"Labels: {', '.join(schema.labels)}." + (f" Lists: {', '.join(schema.lists)}." if schema.lists else "")
    )
    if suggestions:
        lines.append(f"This would work: {suggestions[0]}")
    return "\n".join(lines)


def _column(column: Column) -> str:
    return f"{column.name} ({column.kind})"


def _quoted(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _listed(names: tuple[str, ...]) -> str:
    named = [f"'{name}'" for name in names]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
