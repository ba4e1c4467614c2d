"""Pages that need nothing: one file, no script, no request, every text escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from sayso.audit import pictures
from sayso.audit.inert import inert
from sayso.runtime.trace import Trace

LONG = 1_200
"""Characters of a row's text that are shown."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sayso.audit", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": _percent, "count": _count, "compact": _compact}
    environment.globals |= {"bar": pictures.bar, "marked": pictures.marked, "row_text": _row_text}
    return environment


def _safe(value: Any) -> Any:
    """What the templates print: markup that we made as it is, all else harmless and escaped."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else escape(inert(str(value)))


def _row_text(trace: Trace, column: str) -> Markup:
    """The text of a row with what the sentences found in it marked; a long one cut around the first of that."""
    text = trace.texts[column]
    spans = sorted({(s.start, s.end) for vote in trace.votes for s in vote.seen if s.column == column})
    start = max(0, spans[0][0] - LONG // 3) if spans and spans[0][1] > LONG else 0
    end = start + LONG
    shown = pictures.marked(text[start:end], [(a - start, b - start) for a, b in spans if a < end])
    return Markup("{}{}{}").format("… " if start else "", shown, " …" if end < len(text) else "")


def _percent(value: float) -> str:
    """ "12 %", "0.4 %"."""
    return f"{value:.0%}" if value >= 0.1 or value == 0 else f"{value:.1%}"


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _compact(digest: str) -> str:
    """The beginning of a digest, for the eye."""
    return digest[:12]


def rendered(template: str, **given: Any) -> str:
    """A page of a template, its style inside and allowed by digest, everything else forbidden."""
    style = (files("sayso.audit") / "pages" / "page.css").read_text("utf-8")
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    return _environment().get_template(template).render(style=Markup(style), policy=policy, **given)
