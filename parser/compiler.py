"""Sentence to labeling functions: the front of the parser."""

from __future__ import annotations

import gc
from functools import cache, cached_property

from sayso.grammar.context import Context
from sayso.grammar.errors import RationaleError
from sayso.grammar.frame import Contradiction, Framed
from sayso.grammar.schema import Schema
from sayso.grammar.units import convertible, followed, rates
from sayso.parser.completing import completion
from sayso.parser.completing.completion import Completion
from sayso.parser.completing.foresight import Samples, pronouns
from sayso.parser.effort import TOKEN, Effort, TooManyWays
from sayso.parser.english.lexicon import Entry, base
from sayso.parser.english.tokens import Token, tokenize
from sayso.parser.families import load
from sayso.parser.meaning import chart as charts
from sayso.parser.meaning import ranking
from sayso.parser.meaning.compilation import Attempt, Compilation, made
from sayso.parser.meaning.impossible import measured
from sayso.parser.meaning.reading import Composer, Reading
from sayso.parser.meaning.tree import Grammar, grammar
from sayso.parser.names.aliases import spoken
from sayso.parser.names.naming import trie_of
from sayso.parser.names.vocabulary import Vocabulary, vocabulary
from sayso.parser.pausing import uncollected
from sayso.parser.refusing import confusion, corrections
from sayso.parser.words.edges import Lattice, Units
from sayso.parser.words.lattice import build

NEVER = 0.2
"""A reading may be so much cheaper than one that contradicts itself, and is still less likely what was meant."""
DEAR = 0.7
"""What a reading costs that is so far from word by word that the columns' descriptions may know better."""
LONGEST = 1000
"""Characters; a longer sentence is refused."""


class Compiler:
    """Compiles sentences over one schema; safe to share between threads.

    >>> from sayso.grammar.schema import Schema
    >>> schema = Schema.from_dict({"labels": ["lease"], "columns": {"title": {"kind": "text"}}})
    >>> Compiler(schema).compile("lease when the title mentions “rent”").best.paraphrase
    "label lease if the title contains 'rent'"
    """

    def __init__(self, schema: Schema) -> None:
        self.grammar = _language()
        self.schema = schema
        self._names = trie_of(schema)
        self._tries = (base(), self._names)
        self._units = Units(followed(schema), convertible(schema), rates(schema))
        self._marked = any(column.kind in ("span", "box") for column in schema.columns)

    def compile(self, sentence: str, label: str | None = None) -> Compilation:
        """Understand a sentence, or raise `RationaleError` saying why not and what would work.

        `label` is the label that a reason alone is for; another label in the sentence is then refused."""
        if not isinstance(sentence, str):
            raise RationaleError(f"a rationale is a sentence, not {type(sentence).__name__}")
        if label is not None and label not in self.schema.labels:
            raise confusion.unknown_label(sentence, label, self.schema)
        if len(sentence) > LONGEST:
            message = (
                f"The sentence has {len(sentence)} characters; at most {LONGEST} are read. Say it in two sentences."
            )
            raise RationaleError(message, sentence=sentence, span=(LONGEST, len(sentence)))
        try:
            with uncollected():
                return self._compile(sentence, label, Effort())
        except TooManyWays:
            message = "The sentence can be read in too many ways to settle. Say it in two sentences."
            raise RationaleError(message, sentence=sentence, span=(0, len(sentence))) from None
        except RecursionError:
            message = "The sentence is nested too deep. Say it in two sentences."
            raise RationaleError(message, sentence=sentence, span=(0, len(sentence))) from None

    def _compile(self, sentence: str, label: str | None, effort: Effort) -> Compilation:
        attempt = self.attempt(sentence, label, effort)
        if dear(attempt):
            freely = self.attempt(sentence, label, effort, freely=True)
            if freely.readings and not corrections.doubtful(freely.readings[0], freely.lattice, self.words):
                if not ranking.close(tuple(r.cost for r in freely.readings)):
                    return made(sentence, freely, self.schema)
                attempt = attempt.beside(freely)
        # a bare literal that looks like a misspelled word is never taken in silence
        doubtful = any(corrections.doubtful(r, attempt.lattice, self.words) for r in attempt.readings[:1])
        if attempt.readings and not doubtful:
            return made(sentence, attempt, self.schema)
        mended, sentences = corrections.correct(self, sentence, label, attempt, effort)
        if mended is not None:
            own = made(sentence, attempt, self.schema) if attempt.readings else None
            return mended if own is None else corrections.both(own, mended, attempt.lattice, self.words)
        if attempt.readings and not sentences:
            return made(sentence, attempt, self.schema)
        raise confusion.explain(self, sentence, label, attempt, sentences, effort)

    def lattice(self, tokens: list[Token], freely: bool = False) -> Lattice:
        """Every meaning of every word of a sentence, over this schema."""
        return build(tokens, self._tries, self._marked, self._units, self._vocabulary if freely else None)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        """The words of the schema's descriptions, for sentences that are not read word by word."""
        return vocabulary(spoken(self.schema))

    def attempt(
        self, sentence: str, label: str | None, effort: Effort, tokens: list[Token] | None = None, freely: bool = False
    ) -> Attempt:
        """Parse once: the acceptable readings, and what is needed to explain a failure.

        freely: words that only the columns' descriptions explain may go along with what is said of the columns."""
        tokens = tokenize(sentence) if tokens is None else tokens
        effort.spend(TOKEN * len(tokens))
        lattice = self.lattice(tokens, freely)
        chart = charts.parse(lattice, self.grammar, "start", effort)
        composer = Composer(chart, lattice, Context(self.schema, label), effort)
        found: list[Reading] = []
        for end in lattice.ends():
            found += composer.meanings("start", 0, end)
        framed = [r for r in found if isinstance(r.value, Framed)]
        readings, barred = ranking.acceptable(framed, lattice, self.schema), False
        against = [r.cost for r in found if isinstance(r.value, Contradiction)]
        if readings and against and min(against) <= readings[0].cost + 0.5:
            readings, barred = [], True  # "label sale because ...", given as a reason for "lease"
        never = [r.cost for r in framed if measured(r.value.rationale)]
        if readings and never and min(never) <= readings[0].cost + NEVER:
            readings, barred = [], True  # "above 8 and below 4": no other reading is what was meant
        return Attempt(lattice, chart, composer, found, readings, barred)

    def complete(self, sentence: str) -> tuple[Completion, ...]:
        """What can come next at the end of an unfinished sentence, most useful first: for editors.

        >>> from sayso.grammar.schema import Schema
        >>> schema = Schema.from_dict({"labels": ["lease"], "columns": {"title": {"kind": "text"}}})
        >>> Compiler(schema).complete("label lease if the ti")[0].text
        'title'
        """
        with uncollected():
            return completion.complete(self, sentence)

    @property
    def entries(self) -> list[tuple[str, Entry]]:
        """Every name that the schema gives, with each of its meanings."""
        return self._names.entries

    @cached_property
    def offers(self) -> completion.Phrases:
        """The schema's names, ready to be offered."""
        return completion.names(self)

    @cached_property
    def samples(self) -> Samples:
        """Sample meanings of all that can be said over this schema."""
        names = [(entry.term, entry.value) for _, entry in self.entries]
        names += pronouns(self.lattice, (column.name for column in self.schema.columns))
        return Samples(self.grammar, names, Context(self.schema))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that may be mistyped."""
        return corrections.vocabulary(self._tries)


@cache
def _language() -> Grammar:
    """Load forms, lexicon, tokenizer and grammar: 300,000 objects that stay.

    The garbage collector is off while they are made, and told to leave them alone after: it would find nothing, take a
    quarter of the loading time, and later make one sentence in fifty take 90 ms longer."""
    with uncollected():
        load()
        base()
        made = grammar()
        gc.freeze()
    return made


def dear(attempt: Attempt) -> bool:
    """Whether a sentence is not understood word by word, or so dearly that the columns' descriptions may know better."""
    return not attempt.barred and (not attempt.readings or attempt.readings[0].cost >= DEAR)
