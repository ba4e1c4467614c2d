"""Which of the awaited terminals can still make sense: the grammar lets "the amount starts with" go on, the readers do not.

Every symbol of the grammar has samples: a few meanings of different shapes, made by the readers out of the samples of its
parts. An item that awaits a terminal is filled up with samples and read; what comes of it fills up the item that waits for it,
and so on, until a condition stands on its own or the sentence is whole.
"""

from __future__ import annotations

import datetime
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product
from math import inf
from typing import Any, NamedTuple

from sayso.grammar.context import Context
from sayso.grammar.errors import Span
from sayso.grammar.forms import FORMS, Condition, Form
from sayso.grammar.values import Bare, Bounds, CategoryValue, Col, DateRange, Figure, Literal
from sayso.parser.effort import Effort
from sayso.parser.english.lexicon import entries
from sayso.parser.english.tokens import Token, tokenize
from sayso.parser.meaning.chart import Chart
from sayso.parser.meaning.reading import Composer, Reading, Spliced
from sayso.parser.meaning.tree import Grammar, Rule, State, first_sets
from sayso.parser.words.edges import Edge, Lattice
from sayso.parser.words.lattice import PRONOUNS

SHAPES = 8
"""How many meanings of one class, of different shapes, are kept of a symbol that begins with one terminal."""
FEW = 6
NAMES = 32
"""How many are kept where any beginning will do."""
COMBINATIONS = 4
REMEMBERED = 20_000
LARGEST = 14
"""Nodes; a sample that has grown larger by being joined to itself shows nothing new."""
WAYS = 3
"""How many ways to fill up an item are tried."""
EFFORT = 600
"""How many readings are tried for one prefix; what is undecided by then is not held back."""
_FIGURES = (Figure(5.0), Figure(7.0), Figure(50.0, "%"), Figure(500.0, "$"))
_DAY = datetime.date(2020, 1, 31)
_AGES = (Bounds(">", Figure(65.0)),)
_RUNS = (((DateRange(_DAY, _DAY), DateRange(_DAY, _DAY)),),)
_DATES = (DateRange(_DAY, _DAY), DateRange(datetime.date(2020, 1, 1), datetime.date(2020, 12, 31)))

Values = tuple[Any, ...]


class Sampler(Composer):
    """A composer without a sentence: it reads meanings, and keeps no account of the words that they came from."""

    def __init__(self, context: Context) -> None:
        super().__init__(Chart(), Lattice([]), context, Effort(inf))

    def read(self, rule: Rule, values: Values) -> list[Any]:
        """What an alternative means, given the meanings of its parts; nothing where the reader balks at made-up parts."""
        children = tuple(Reading(value, 0.0, (), ()) for value in values)
        try:
            return [reading.value for reading in self._read(rule.alias, rule.origin, 0.0, children)]
        except (TypeError, ValueError, AttributeError, LookupError):
            return []

    def _owned(self, value: Any, cost: float, edges: tuple[Edge, ...], own: tuple[Span, ...]) -> Reading:
        return Reading(value, cost, edges, own)


class Samples:
    """Sample meanings of a grammar's symbols over one schema."""

    def __init__(self, grammar: Grammar, names: list[tuple[str, Any]], context: Context) -> None:
        self.sampler = Sampler(context)
        self._terminals = _terminals(names)
        self._owners: dict[str, Any] = {column.name: column.name for column in context.schema.columns}
        self._owners |= {value.text: value.columns for _, value in names if isinstance(value, CategoryValue)}
        self._shapes: dict[Form, Any] = {}
        rules = _able(grammar, frozenset(term for term, values in self._terminals.items() if values))
        self.first = first_sets(_by_origin(rules))
        self._any: dict[str, Values] = {}
        for symbol, made in _by_origin(rules).items():
            self._any[symbol] = self._few(made)
        self._heads: dict[str, list[Rule]] = {}
        for rule in rules:
            if not _joins(rule, 0):
                self._heads.setdefault(rule.symbols[0], []).append(rule)
        self._starting: dict[str, dict[str, Values]] = {}

    def terminal(self, name: str) -> Values:
        """The values that a terminal may have; none where nothing in the schema is called so."""
        return self._terminals.get(name, ())

    def starting(self, symbol: str, terminal: str) -> Values:
        """Meanings of a symbol whose first word is of that terminal."""
        if terminal not in self._starting:
            self._starting[terminal] = self._climb(terminal)
        return self._starting[terminal].get(symbol, ())

    def _climb(self, terminal: str) -> dict[str, Values]:
        """From the first word up: what each meaning is the first part of, until no new shape of meaning turns up."""
        found: dict[str, dict[Any, Any]] = {}
        like: Counter[tuple[str, str]] = Counter()
        queue = deque((terminal, value) for value in self.terminal(terminal))
        while queue:
            head, value = queue.popleft()
            for rule in self._heads.get(head, ()):
                if self._any.get(rule.origin) and self.alone(rule.origin):
                    continue  # never asked for
                kept = found.setdefault(rule.origin, {})
                for rest in self.rest(rule, 1):
                    for made in self.sampler.read(rule, (value, *rest)):
                        if _joined(value, made):
                            continue
                        sort = (rule.origin, type(made).__name__)
                        if like[sort] < SHAPES and (made_shape := self.shape(made)) not in kept:
                            like[sort] += 1
                            kept[made_shape] = made
                            queue.append((rule.origin, made))
        return {symbol: tuple(values.values()) for symbol, values in found.items()}

    def _few(self, rules: tuple[Rule, ...]) -> Values:
        """A few meanings of a symbol, the shortest first, made of symbols that were sampled before it."""
        found: dict[Any, Any] = {}
        for rule in rules:
            if all(t or symbol in self._any for symbol, t in zip(rule.symbols, rule.terminal, strict=True)):
                for children in self.rest(rule, 0):
                    for made in self.sampler.read(rule, children):
                        if len(found) < FEW:
                            found.setdefault(self.shape(made), made)
        return tuple(found.values())

    def rest(self, rule: Rule, done: int) -> Iterator[Values]:
        """A few ways to fill up a rule from its symbol number `done`."""
        pools = []
        for symbol, terminal in zip(rule.symbols[done:], rule.terminal[done:], strict=True):
            pools.append(self.terminal(symbol) if terminal else self._any.get(symbol, ()))
            if not pools[-1]:
                return iter(())
        return islice(product(*pools), COMBINATIONS)

    def alone(self, symbol: str) -> bool:
        """Whether a symbol only means conditions that wait for nothing more: what stands before cannot clash with them."""
        return all(settled(value) for value in self._any.get(symbol, ()))

    def shape(self, value: Any) -> Any:
        """What of a meaning decides whether others go with it: its class and those of its parts, the kinds of columns, the
        columns that a text is a value of."""
        if isinstance(value, Form):
            known = self._shapes.get(value)
            if known is None:
                if len(self._shapes) > REMEMBERED:
                    self._shapes.clear()
                known = self._shapes[value] = self._shape(value)
            return known
        if isinstance(value, Spliced):
            return tuple(map(self.shape, value.values[:2]))
        if isinstance(value, tuple):
            return tuple(map(self.shape, value[:2]))
        if isinstance(value, Col):
            return (value.kind, value.name)
        if isinstance(value, CategoryValue):
            return value.columns
        inner = [getattr(value, name, None) for name in ("subjects", "vote", "rationale", "unit", "comparison", "what")]
        return (type(value).__name__, *(self.shape(i) if isinstance(i, (tuple, Form)) else i for i in inner))

    def _shape(self, value: Form) -> Any:
        if settled(value):
            return "condition"
        parts = (part for node in value.walk() for part in node.parts().values())
        texts = (part.name if isinstance(part, Col) else part for part in parts if isinstance(part, (str, Col)))
        owners = tuple(self._owners[text] for text in texts if text in self._owners)
        return (type(value).__name__, *(type(child).__name__ for child in islice(value.children(), 3)), *owners[:3])


class Open(NamedTuple):
    """An alternative that waits at a node for its symbol number `state.done`."""

    rule: Rule
    state: State
    origin: int


class Foresight:
    """Asks of one parsed prefix what may follow it."""

    def __init__(self, composer: Composer, samples: Samples) -> None:
        self.composer = composer
        self.samples = samples
        self._states: dict[int, dict[str, list[tuple[State, int]]]] = {}
        self._waiting: dict[tuple[int, str], list[Open]] = {}
        self._lefts: dict[tuple[State, int, int], list[Values]] = {}
        self._known: dict[Any, bool] = {}
        self._effort = 0

    def sensible(self, starts: list[int], terminals: frozenset[str]) -> frozenset[str]:
        """Those of the awaited terminals at some nodes that can end in a meaning; all of them where none can."""
        kept = frozenset(t for t in sorted(terminals) if any(self._can(t, start) for start in starts))
        return kept or terminals

    def _can(self, terminal: str, node: int) -> bool:
        samples = self.samples
        if node == 0 and terminal in samples.first["start"]:
            return True
        for symbol in self._awaited(node):
            if symbol != terminal and terminal not in samples.first.get(symbol, ()):
                continue
            begun = [item for item in self._awaiting(node, symbol) if item.state.done]
            if not begun:
                continue
            if symbol == terminal:
                values = samples.terminal(terminal)
            elif samples.alone(symbol):
                return True
            else:
                values = samples.starting(symbol, terminal)
            if any(self._ends(item, node, value) for item in begun for value in values):
                return True
        return False

    def _ends(self, item: Open, node: int, value: Any) -> bool:
        """Whether an item whose next symbol means that ends in a condition or a sentence."""
        key = (item, node, self.samples.shape(value))
        known = self._known.get(key)
        if known is None:
            self._known[key] = False  # for those that come round to it
            known = self._known[key] = self._try(item, node, value)
        return known

    def _try(self, item: Open, node: int, value: Any) -> bool:
        rule, state, origin = item
        parents = self._awaiting(origin, rule.origin)
        if len(rule.symbols) == 1 and rule.alias in ("", "same") and not isinstance(value, Spliced):
            if rule.origin == "start" or (settled(value) and self.samples.alone(rule.origin)):
                return True
            return any(self._ends(parent, origin, value) for parent in parents)
        made: dict[Any, Any] = {}
        for left in self._left(item, node):
            for rest in islice(self.samples.rest(rule, state.done + 1), WAYS):
                self._effort += 1
                if self._effort > EFFORT:
                    return True
                for meaning in self.samples.sampler.read(rule, (*left, value, *rest)):
                    if (origin == 0 and rule.origin == "start") or (
                        settled(meaning) and self.samples.alone(rule.origin)
                    ):
                        return True
                    if not _joined(value, meaning) and (not isinstance(meaning, Form) or _size(meaning) <= LARGEST):
                        made.setdefault(self.samples.shape(meaning), meaning)
        return any(self._ends(parent, origin, meaning) for meaning in made.values() for parent in parents)

    def _awaited(self, node: int) -> dict[str, list[tuple[State, int]]]:
        """The symbols that may come next at a node, with the states that wait for each."""
        known = self._states.get(node)
        if known is None:
            known = self._states[node] = {}
            for state, origin in self.composer.chart.columns[node]:
                for symbol in state.steps:
                    known.setdefault(symbol, []).append((state, origin))
        return known

    def _awaiting(self, node: int, symbol: str) -> list[Open]:
        """The alternatives that wait for a symbol at a node, the nearest to their end first."""
        known = self._waiting.get((node, symbol))
        if known is None:
            states = self._awaited(node).get(symbol, ())
            items = (Open(rule, state, origin) for state, origin in states for rule in state.through[symbol])
            kept = [item for item in items if not _joins(item.rule, item.state.done)]
            kept.sort(key=lambda item: len(item.rule.symbols) - item.state.done)
            known = self._waiting[node, symbol] = kept
        return known

    def _left(self, item: Open, node: int) -> list[Values]:
        key = (item.state, item.origin, node)
        known = self._lefts.get(key)
        if known is None:
            ways = self.composer._children((item.state, item.origin), node)[:WAYS]
            known = self._lefts[key] = [tuple(reading.value for reading in children) for _, children in ways]
        return known


def _joins(rule: Rule, done: int) -> bool:
    """Whether an alternative only goes on to join more of what it awaits: what cannot stand alone cannot stand in a list either."""
    symbols = rule.symbols[done:]
    return any(symbol == symbols[0] or symbol.startswith("__") for symbol in symbols[1:])


def _joined(value: Any, made: Any) -> bool:
    """Whether a meaning is only that of its part with another joined to it: the part is tried by itself."""
    return isinstance(value, Condition) and type(made).__name__ in ("And", "Or") and not settled(made)


def _size(form: Form) -> int:
    return sum(1 for _ in form.walk())


def settled(value: Any) -> bool:
    """Whether a meaning is a condition that waits for nothing more."""
    return isinstance(value, Condition) and all(type(node).__name__ in FORMS for node in value.walk())


def pronouns(lay: Callable[[list[Token]], Lattice], columns: Iterable[str]) -> list[tuple[str, Any]]:
    """The meanings of pronouns after all columns were named: the lattice makes them, no lexicon knows them."""
    found = []
    phrases = {term: phrase for term, _, phrase in reversed(entries()) if term in PRONOUNS}
    named = tokenize(" , ".join(columns))
    for term, phrase in phrases.items():
        tokens = [*named, *tokenize(phrase)]
        found += [(term, edge.value) for edge in lay(tokens).edges[len(named)].get(term, ()) if edge.value is not None]
    return found


def _terminals(names: list[tuple[str, Any]]) -> dict[str, Values]:
    """The values of every terminal: the lexicon's, the schema's, and made-up words, numbers and dates."""
    found: dict[str, dict[Any, Any]] = {}
    for term, value, _ in entries():
        found.setdefault(term, {}).setdefault(value, value)
    for term, value in names:
        kept = found.setdefault(term, {})
        if term in PRONOUNS:
            kept.pop(None, None)
        if len(kept) < NAMES:
            kept.setdefault(value, value)
    made = {term: tuple(values.values()) for term, values in found.items()}
    return made | {
        "STR": (Literal("words"),),
        "BARE": (Bare("words", 5),),
        "NUM": _FIGURES,
        "DATE": _DATES,
        "DATES": _RUNS,
        "FROMTODAY": _DATES[1:],
        "AGEGROUP": _AGES,
    }


def _able(grammar: Grammar, terminals: frozenset[str]) -> list[Rule]:
    """The alternatives that there are words for: symbols that need the fewest steps first, short alternatives first."""
    lengths = dict.fromkeys(terminals, 1)
    steps: dict[str, int] = {}
    turn = 0
    everything = [rule for made in grammar.rules.values() for rule in made]
    changed = True
    while changed:
        changed = False
        for rule in everything:
            if all(symbol in lengths for symbol in rule.symbols):
                length = sum(lengths[symbol] for symbol in rule.symbols)
                if length < lengths.get(rule.origin, length + 1):
                    lengths[rule.origin] = length
                    steps[rule.origin] = turn = turn + 1  # after all that its shortest alternative is made of
                    changed = True
    able = [rule for rule in everything if all(symbol in lengths for symbol in rule.symbols)]
    return sorted(able, key=lambda r: (steps[r.origin], sum(lengths[s] for s in r.symbols), r.index))


def _by_origin(rules: list[Rule]) -> dict[str, tuple[Rule, ...]]:
    made: dict[str, list[Rule]] = {}
    for rule in rules:
        made.setdefault(rule.origin, []).append(rule)
    return {origin: tuple(alternatives) for origin, alternatives in made.items()}
