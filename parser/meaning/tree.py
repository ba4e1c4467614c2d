"""The joined grammar, compiled by Lark. The only file that knows Lark.

Lark cannot import a grammar that nests conditions across files, so the family files are joined as text, each extending the
spine's rules with `%extend` (research: parser.md section 9). Lark compiles; the chart parser of `chart.py` runs its rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from lark import Lark, Token
from lark.lexer import Lexer


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A compiled alternative: `origin -> symbols`, what it costs to use, and which reader makes its meaning."""

    origin: str
    symbols: tuple[str, ...]
    terminal: tuple[bool, ...]
    alias: str
    """The `-> alias` of the alternative; empty where it passes its children on."""
    cost: float
    index: int


@dataclass(slots=True, eq=False)
class State:
    """How far the alternatives of a symbol have come that begin alike: they are followed as one until they part.

    Told apart by identity: the chart looks states up ten thousand times a sentence."""

    origin: str
    done: int
    ending: list[Rule] = field(default_factory=list)
    """The alternatives that are whole here."""
    steps: dict[str, State] = field(default_factory=dict)
    """Where each symbol that may come next leads."""
    through: dict[str, list[Rule]] = field(default_factory=dict)
    """The alternatives that go on with each symbol."""


def trie(origin: str, rules: Iterable[Rule]) -> State:
    """The first state of a symbol's alternatives."""
    root = State(origin, 0)
    for rule in rules:
        at = root
        for symbol in rule.symbols:
            at.through.setdefault(symbol, []).append(rule)
            at = at.steps.setdefault(symbol, State(origin, at.done + 1))
        at.ending.append(rule)
    return root


REMEMBERED = 2_000
"""For how many sets of terminals it is remembered what can begin with them."""


@dataclass(frozen=True)
class Grammar:
    """All rules, by what they make, with the terminals that each symbol can start with."""

    rules: dict[str, tuple[Rule, ...]]
    first: dict[str, frozenset[str]]
    terminals: frozenset[str]
    roots: dict[str, State]
    """Where the alternatives of each symbol begin."""
    _openings: dict[frozenset[str], Openings] = field(default_factory=dict, compare=False)

    def openings(self, available: frozenset[str]) -> Openings:
        """What can begin where these terminals can."""
        known = self._openings.get(available)
        if known is None:
            if len(self._openings) > REMEMBERED:
                self._openings.clear()
            alive = {symbol for symbol, first in self.first.items() if not available.isdisjoint(first)}
            known = self._openings[available] = Openings(available, alive)
        return known


Ahead = tuple[tuple[tuple[str, State], ...], tuple[str, ...]]
"""The terminals that a state can go on with at a node, with where they lead, and the other symbols."""


class Openings(dict[State, Ahead | None]):
    """For each state, how it can go on at a node, by the terminals that can begin there; None where it can neither go on nor is
    whole. Made when first asked for."""

    def __init__(self, available: frozenset[str], alive: set[str]) -> None:
        super().__init__()
        self._available = available
        self._alive = alive

    def __missing__(self, state: State) -> Ahead | None:
        terminals = tuple((symbol, to) for symbol, to in state.steps.items() if symbol in self._available)
        symbols = tuple(symbol for symbol in state.steps if symbol in self._alive)
        ahead = (terminals, symbols) if terminals or symbols or state.ending else None
        self[state] = ahead
        return ahead


class _NoLexer(Lexer):
    """Never used: the chart parser reads a lattice, Lark only compiles the rules."""

    def __init__(self, conf: object) -> None:
        pass

    def lex(self, lexer_state: object, parser_state: object) -> Iterator[Token]:
        """Nothing."""
        return iter(())


def text() -> str:
    """The joined grammar: the spine, then every family, as `sayso grammar` prints it."""
    folder = files("sayso.grammar")
    spine = (folder / "sayso.lark").read_text("utf-8")
    families = sorted((f for f in (folder / "predicates").iterdir() if f.name.endswith(".lark")), key=lambda f: f.name)
    return "\n".join([spine, *(f"// ---- {f.name}\n{f.read_text('utf-8')}" for f in families)])


def compile_grammar(source: str, terminals: frozenset[str]) -> Grammar:
    """Compile a joined grammar whose terminals are the given ones."""
    declared = f"{source}\n%declare {' '.join(sorted(terminals))}\n"
    lark = Lark(
        declared, parser=None, lexer=_NoLexer, maybe_placeholders=False
    )  # the rules alone: no parser of Lark's is run
    rules: dict[str, list[Rule]] = {}
    for index, rule in enumerate(lark.rules):
        origin = str(rule.origin.name)
        symbols = tuple(str(s.name) for s in rule.expansion)
        made = Rule(
            origin,
            symbols,
            tuple(bool(s.is_term) for s in rule.expansion),
            str(rule.alias or ""),
            -float(rule.options.priority or 0) / 10,
            index,
        )
        rules.setdefault(origin, []).append(made)
    grammar = {origin: tuple(made) for origin, made in rules.items()}
    roots = {origin: trie(origin, made) for origin, made in grammar.items()}
    return Grammar(grammar, first_sets(grammar), terminals, roots)


def first_sets(rules: dict[str, tuple[Rule, ...]]) -> dict[str, frozenset[str]]:
    """For each symbol, the terminals that what it stands for can begin with."""
    first: dict[str, set[str]] = {origin: set() for origin in rules}
    changed = True
    while changed:
        changed = False
        for origin, made in rules.items():
            for rule in made:
                head = rule.symbols[0]
                new = {head} if rule.terminal[0] else first[head]
                if not new <= first[origin]:
                    first[origin] |= new
                    changed = True
    return {origin: frozenset(terminals) for origin, terminals in first.items()}


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The language's grammar, compiled once a process."""
    from sayso.parser.english.lexicon import terminals

    return compile_grammar(text(), terminals())
