"""The joined grammar, compiled by Lark. The only file that knows Lark.

Lark cannot import a grammar that nests conditions across files, so the family files are joined as text, each extending the
spine's rules with `%extend` (research: parser.md section 9). Lark compiles; the chart parser of `chart.py` runs its rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from lark import Lark, Token
from lark.lexer import Lexer


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A compiled alternative: `origin -> symbols`, what it costs to use, and which reader makes its meaning.

    Told apart by identity: the chart looks rules up a hundred thousand times a sentence."""

    origin: str
    symbols: tuple[str, ...]
    terminal: tuple[bool, ...]
    alias: str
    """The `-> alias` of the alternative; empty where it passes its children on."""
    cost: float
    index: int


REMEMBERED = 2_000
"""For how many sets of terminals it is remembered what can begin with them."""


@dataclass(frozen=True)
class Grammar:
    """All rules, by what they make, with the terminals that each symbol can start with."""

    rules: dict[str, tuple[Rule, ...]]
    first: dict[str, frozenset[str]]
    terminals: frozenset[str]
    _openings: dict[frozenset[str], Openings] = field(default_factory=dict, compare=False)

    def openings(self, available: frozenset[str]) -> Openings:
        """What can begin where these terminals can."""
        known = self._openings.get(available)
        if known is None:
            if len(self._openings) > REMEMBERED:
                self._openings.clear()
            alive = {symbol for symbol, first in self.first.items() if not available.isdisjoint(first)}
            known = self._openings[available] = Openings(self.rules, frozenset(alive | available))
        return known


class Openings(dict[str, tuple[Rule, ...]]):
    """For each symbol, its alternatives that can begin at a node, by the terminals that can; made when first asked for."""

    def __init__(self, rules: dict[str, tuple[Rule, ...]], alive: frozenset[str]) -> None:
        super().__init__()
        self.alive = alive
        """The symbols and terminals that can begin there."""
        self._rules = rules

    def __missing__(self, symbol: str) -> tuple[Rule, ...]:
        rules = tuple(rule for rule in self._rules[symbol] if rule.symbols[0] in self.alive)
        self[symbol] = rules
        return rules


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
    return Grammar(grammar, first_sets(grammar), terminals)


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
    from sayso.parser.lexicon import terminals

    return compile_grammar(text(), terminals())
