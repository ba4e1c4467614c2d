"""Our chart against Lark's own Earley core: every symbol is found over exactly the same stretches of every sentence."""

from __future__ import annotations

import random
from collections import defaultdict
from functools import cache
from math import inf
from typing import Any

import known_sentences
import pytest
from lark import Lark
from lark.grammar import NonTerminal
from lark.lexer import Token
from lark.parsers.earley import Item
from lark.parsers.earley_forest import TokenNode
from lark.utils import OrderedSet

from sayso.parser.compiler import Compiler
from sayso.parser.effort import Effort
from sayso.parser.english.lexicon import terminals
from sayso.parser.english.tokens import tokenize
from sayso.parser.meaning import chart as charts
from sayso.parser.meaning.tree import _NoLexer, grammar, text
from sayso.parser.words.edges import Lattice


@cache
def core() -> Any:
    """Lark's Earley parser over the joined grammar."""
    declared = f"{text()}\n%declare {' '.join(sorted(terminals()))}\n"
    return Lark(declared, parser="earley", lexer=_NoLexer, ambiguity="forest", maybe_placeholders=False).parser.parser


def derived(lattice: Lattice, start: str = "start") -> set[tuple[str, int, int]]:
    """All (symbol, start, end) that Lark's core completes; it predicts and completes, the lattice is scanned here."""
    parser = core()
    columns: list[Any] = [OrderedSet()]
    waiting: Any = OrderedSet()
    transitives: list[Any] = [{}]
    arriving: dict[int, list[Any]] = defaultdict(list)
    for rule in parser.predictions[NonTerminal(start)]:
        item = Item(rule, 0, 0)
        (waiting if item.expect in parser.TERMINALS else columns[0]).add(item)
    cache_of_nodes: dict[Any, Any] = {}
    for node in range(lattice.size + 1):
        parser.predict_and_complete(node, waiting, columns, transitives, cache_of_nodes)
        if node == lattice.size:
            break
        for item in waiting:
            for edge in lattice.edges[node].get(item.expect.name, ()):
                arriving[edge.end].append((item, Token(item.expect.name, str(edge.value))))
        waiting, cache_of_nodes = OrderedSet(), {}
        columns.append(OrderedSet())
        transitives.append({})
        for item, token in arriving.pop(node + 1, ()):
            new = item.advance()
            label = (new.s, new.start, node + 1)
            new.node = cache_of_nodes.setdefault(label, parser.SymbolNode(*label))
            new.node.add_family(new.s, item.rule, new.start, item.node, TokenNode(token, None))
            (waiting if new.expect in parser.TERMINALS else columns[node + 1]).add(new)
    return {
        (item.rule.origin.name, item.start, end)
        for end, column in enumerate(columns)
        for item in column
        if item.is_complete
    }


def differ(compiler: Compiler, sentences: list[str]) -> list[str]:
    """The sentences over which the two do not find the same."""
    found = []
    for sentence in sentences:
        lattice = compiler.lattice(tokenize(sentence))
        ours = set(charts.parse(lattice, grammar(), "start", Effort(inf)).completed)
        theirs = derived(lattice)
        if ours != theirs:
            found.append(
                f"{sentence}\n  only ours: {sorted(ours - theirs)[:5]}\n  only Lark's: {sorted(theirs - ours)[:5]}"
            )
    return found


def sample(source: str, most: int) -> list[str]:
    given = [known.text for known in known_sentences.sentences(source)]
    return random.Random(source).sample(given, min(most, len(given)))


@pytest.mark.parametrize("source", ["golden", "examples"])
def test_the_chart_finds_what_larks_core_finds(source: str, compiler: Compiler) -> None:
    assert differ(compiler, sample(source, 25)) == []


@pytest.mark.slow
@pytest.mark.parametrize("source", ["golden", "examples"])
def test_the_chart_finds_what_larks_core_finds_on_many(source: str, compiler: Compiler) -> None:
    assert differ(compiler, sample(source, 300)) == []


@pytest.mark.shared
@pytest.mark.parametrize("source", [source for source in known_sentences.ELSEWHERE if source.startswith("exam-")])
def test_the_chart_finds_what_larks_core_finds_on_the_exam(source: str) -> None:
    schema = known_sentences.schema(source)
    assert schema is not None
    assert differ(Compiler(schema), sample(source, 6)) == []
