"""A run as one offline page: no script, nothing fetched, every user's text escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from sayso.grammar.errors import Span

_STYLE = """
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
h1,h2{line-height:1.2}.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #8886;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}mark{background:#ffe08a;color:#000;padding:0 .1em}
article{border:1px solid #8886;border-radius:.5rem;padding:.8rem 1rem;margin:1rem 0}
.dim{color:#666}@media(prefers-color-scheme:dark){.dim{color:#aaa}}code{font-size:.9em;overflow-wrap:anywhere}
"""


def page(
    name: str,
    facts: dict[str, Any],
    scores: Sequence[dict[str, Any]],
    functions: Sequence[dict[str, Any]],
    balance: dict[str, float],
) -> str:
    """The whole page: facts of the run, scores, the class balance, and each rationale with its marked words."""
    body = [
        f"<h1>{_e(name)}</h1>",
        _facts(facts),
        "<h2>Scores</h2>" + (_table(scores) if scores else "<p>No gold labels: nothing was scored.</p>"),
        "<h2>Labels given</h2>" + _table([{"label": k, "share": f"{v:.3f}"} for k, v in balance.items()]),
        f"<h2>The {len(functions)} rationales</h2>",
        *[_function(function) for function in functions],
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{_e(name)}</title>'
    return f'<!doctype html>\n<html lang="en"><head>{head}<style>{_STYLE}</style></head><body><main>{"".join(body)}</main></body></html>\n'


def _e(value: Any) -> str:
    return html.escape(str(value), quote=True)


def _facts(facts: dict[str, Any]) -> str:
    return (
        "<div class=wide><table>"
        + "".join(f"<tr><th>{_e(k)}</th><td>{_e(v)}</td></tr>" for k, v in facts.items())
        + "</table></div>"
    )


def _table(rows: Sequence[dict[str, Any]]) -> str:
    if not rows:
        return ""
    heads = "".join(f"<th{_class(rows[0][k])}>{_e(k)}</th>" for k in rows[0])
    lines = "".join("<tr>" + "".join(f"<td{_class(v)}>{_e(v)}</td>" for v in row.values()) + "</tr>" for row in rows)
    return f"<div class=wide><table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"


def _class(value: Any) -> str:
    text = str(value).replace(".", "", 1).lstrip("-")
    return " class=n" if text.isdigit() else ""


def _function(function: dict[str, Any]) -> str:
    told = {
        "reads": function["paraphrase"],
        "votes on": f"{function['votes']} rows ({function['coverage']:.1%}), alone or not; "
        f"others disagree on {function['conflict']:.1%} of all rows",
        "believed right": f"{function['accuracy']:.0%}" if function.get("accuracy") is not None else "never voted",
        "where": f"{function['file']}:{function['line']}",
        "digest": function["digest"],
    }
    rows = "".join(f"<tr><th>{_e(k)}</th><td>{_e(v)}</td></tr>" for k, v in told.items())
    sentence = marked(function["sentence"], [tuple(s) for s in function["words"]])
    return f"<article><h3>{_e(function['name'])}</h3><p>{sentence}</p><div class=wide><table>{rows}</table></div></article>"


def marked(text: str, spans: Sequence[Span]) -> str:
    """Escaped text with some stretches in `<mark>`."""
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [_e(text[at:start]), f"<mark>{_e(text[start:end])}</mark>"]
        at = end
    return "".join(parts) + _e(text[at:])
