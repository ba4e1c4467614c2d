"""A part of many patterns, drawn by their content, that stands for them all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sayso.runtime.label_model.patterns import Floats, Ints, Patterns

VOTES = 60_000
"""Votes in the patterns that a fit looks at, about: a precision is then known to a point or so, which no row's label turns on."""
LARGEST = 2.0**64


def sample(patterns: Patterns, votes: int = VOTES) -> Patterns:
    """The patterns, or where they hold too many votes some of them, counted for those left out.

    A pattern of more than a certain count stays as it is; of the others, those stay whose hash is low, in proportion to their count,
    and count for that much (threshold sampling). The same whatever the order or partitions of rows."""
    if patterns.size.sum() <= votes:
        return patterns if patterns.in_order else patterns.part(np.ones(len(patterns.size), np.bool_))
    limit = _threshold(patterns.counts, patterns.size, votes)
    drawn = patterns.part(_hashes(patterns) * limit < patterns.counts)
    return replace(drawn, counts=np.maximum(drawn.counts, limit))


def _threshold(counts: Floats, size: Ints, votes: int) -> float:
    """The count below which patterns are drawn, so that those drawn hold about as many votes."""
    low, high = 0.0, float((size * counts).sum()) / votes
    most = int(high) + 1  # what occurs as often or oftener is drawn whatever the threshold
    held = np.bincount(np.minimum(counts, most).astype(np.int64), size)
    each = np.arange(len(held))
    for _ in range(50):
        middle = (low + high) / 2
        drawn = float((held * np.minimum(each / middle, 1.0)).sum())
        low, high = (middle, high) if drawn > votes else (low, middle)
    return high


def _hashes(patterns: Patterns) -> Floats:
    """(patterns,): a number in [0, 1) that looks random and depends on nothing but the pattern."""
    mixed = np.zeros(len(patterns.counts), np.uint64)
    for word in patterns.packed.view(np.uint64):
        mixed = (mixed ^ word) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(32)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):  # the finish of splitmix64
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray((mixed ^ (mixed >> np.uint64(31))) / LARGEST)
