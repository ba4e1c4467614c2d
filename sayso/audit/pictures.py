"""Pictures as SVG made here: a bar, a matrix, a reliability curve. No script, no style attribute, no foreign font."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from sayso.audit.inert import inert

CELL, SIDE = 34, 260


@dataclass(frozen=True)
class Curve:
    """How often a model is right where it is so sure: (mean probability, share right, rows) of each bin."""

    name: str
    bins: tuple[tuple[float, float, int], ...]

    @property
    def error(self) -> float:
        """The expected calibration error: the mean distance of share right from probability, by rows."""
        rows = sum(n for _, _, n in self.bins)
        return sum(n * abs(p - share) for p, share, n in self.bins) / max(1, rows)


def bar(share: float, kind: str = "") -> Markup:
    """A bar as long as a share of the room that it has; what it shows stands in words beside it."""
    width = round(100 * min(1.0, max(0.0, share)), 2)
    return Markup(
        '<svg class="bar {}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="room" width="100" height="8"/><rect class="fill" width="{}" height="8"/></svg>'
    ).format(kind, width)


def matrix(names: Sequence[str], counts: Sequence[Sequence[int]], title: str) -> Markup:
    """A square of counts, darker where there are more; on its diagonal those of one name, which are not shaded."""
    n = len(names)
    most = max([1, *(counts[i][j] for i in range(n) for j in range(n) if i != j)])
    left = 12 + 7 * max([4, *(min(len(name), 30) for name in names)])
    width, height = left + n * CELL + 8, 30 + n * CELL + 8
    parts = []
    for i, name in enumerate(names):
        y = 30 + i * CELL
        parts.append(Markup('<text class="axis" x="{}" y="{}" text-anchor="end">{}. {}</text>').format(
            left - 6, y + 21, i + 1, inert(name[:30])))  # fmt: skip
        parts.append(Markup('<text class="axis" x="{}" y="20" text-anchor="middle">{}</text>').format(
            left + i * CELL + CELL // 2, i + 1))  # fmt: skip
        for j in range(n):
            shade = "self" if i == j else f"s{round(4 * (counts[i][j] / most) ** 0.5)}" if counts[i][j] else "s0"
            x = left + j * CELL
            parts.append(Markup('<rect class="cell {}" x="{}" y="{}" width="{}" height="{}"/>').format(
                shade, x, y, CELL - 2, CELL - 2))  # fmt: skip
            if counts[i][j]:
                parts.append(Markup('<text class="count {}" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                    shade, x + CELL // 2 - 1, y + 20, _short(counts[i][j])))  # fmt: skip
    return _drawing(width, height, title, parts, "matrix")


def _short(n: int) -> str:
    return str(n) if n < 10_000 else f"{n // 1000}k" if n < 1_000_000 else f"{n // 1_000_000}M"


def reliability(curve: Curve) -> Markup:
    """Share right over probability; on the dashed line a model is right as often as it says."""
    edge, room = 40, SIDE - 60
    parts = [
        Markup('<rect class="frame" x="{0}" y="20" width="{1}" height="{1}"/>').format(edge, room),
        Markup('<line class="even" x1="{}" y1="{}" x2="{}" y2="20"/>').format(edge, 20 + room, edge + room),
    ]
    for tick in (0, 50, 100):
        at = edge + room * tick / 100
        parts.append(
            Markup('<text class="axis" x="{}" y="{}" text-anchor="middle">{}%</text>').format(at, 36 + room, tick)
        )
        parts.append(Markup('<text class="axis" x="{}" y="{}" text-anchor="end">{}%</text>').format(
            edge - 5, 24 + room * (1 - tick / 100), tick))  # fmt: skip
    points = [(edge + room * p, 20 + room * (1 - share), n) for p, share, n in curve.bins]
    most = max([1, *(n for _, _, n in points)])
    parts += [
        Markup('<circle class="dot" cx="{}" cy="{}" r="{}"/>').format(
            round(x, 1), round(y, 1), round(2 + 8 * (n / most) ** 0.5, 1)
        )
        for x, y, n in points
    ]
    return _drawing(SIDE, SIDE, f"Calibration of {curve.name}", parts, "reliability")


def _drawing(width: int, height: int, title: str, parts: Sequence[Markup], kind: str) -> Markup:
    head = Markup(
        '<svg class="{}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}" focusable="false">'
    ).format(kind, width, height, width, height, inert(title))
    return head + Markup("").join(parts) + Markup("</svg>")


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """A text with some of its stretches in `<mark>`; those that overlap are one."""
    parts, at = [], 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(text))
        if start >= end:
            continue
        parts += [escape(inert(text[at:start])), Markup("<mark>{}</mark>").format(inert(text[start:end]))]
        at = end
    return Markup("").join([*parts, escape(inert(text[at:]))])
