"""A trace as a text that its reader need not be taught to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.grammar.errors import Span

if TYPE_CHECKING:
    from sayso.runtime.trace import NearMiss, Seen, Trace, TracedVote


def story(trace: Trace) -> str:
    """The trace as a text that its reader need not be taught to read."""
    lines = [f"Row {trace.row}"]
    for column, text in trace.texts.items():
        lines.append(
            f"  {column}: {_marked_text(text, [s for v in trace.votes for s in v.seen if s.column == column])}"
        )
    lines += [f"  {told}" for told in trace.unfit]
    lines.append("")
    if trace.by_hand is not None:
        lines.append(f"Labelled {trace.by_hand} by hand: that is its label, whatever the sentences say.")
    if trace.label is None:
        silent = "No sentence speaks about this row"
        own = ", so it has no label of its own and was not trained on"
        lines.append(f"{silent}{own if trace.by_hand is None else ''}.")
    elif trace.by_hand is not None:
        lines.append(f"They say {trace.label}, with probability {trace.probability:.2f}: {_counted(trace)}.")
    else:
        lines.append(f"Labelled {trace.label}, with probability {trace.probability:.2f}: {_counted(trace)}.")
    for i, vote in enumerate(trace.votes, 1):
        lines += ["", *_told(i, vote, trace.label)]
    if trace.near_misses:
        lines += ["", "Close, but silent:", *map(_missed, trace.near_misses)]
    for name, (label, probability) in trace.end_models.items():
        agrees = "agrees" if label == trace.label else "says"
        lines += ["", f"The trained {name} model {agrees}: {label}, with probability {probability:.2f}."]
    if trace.notes:
        lines += ["", *trace.notes]
    return "\n".join(lines)


def _counted(trace: Trace) -> str:
    """ "3 sentences speak for it, 1 against"."""
    pro = sum(vote.log_odds >= 0 for vote in trace.votes)
    against = len(trace.votes) - pro
    speak = "one sentence speaks" if pro == 1 else f"{pro} sentences speak"
    return f"{speak} for it" + (f", {'one' if against == 1 else against} against" if against else "")


def _told(i: int, vote: TracedVote, label: str | None) -> list[str]:
    pull = "for" if vote.log_odds >= 0 else "against"
    where = f"{vote.file}:{vote.line}" if vote.file else "Python"
    author = f", {vote.author}" if vote.author else ""
    sure = (
        f"{round(100 * vote.accuracy)} times in 100" if vote.accuracy == vote.accuracy else "an unknown share of times"
    )
    lines = [
        f"{i}. [{vote.function}] says {vote.vote}; believed right {sure}; its weight here: "
        f"{abs(vote.log_odds):.2f} {pull} {label}",
        f"   {where}{author}: {marked_sentence(vote.sentence, vote.matched)}",
        f"   It reads: {vote.paraphrase}",
    ]
    if vote.seen:
        lines.append(f"   It found {_found(vote.seen)}.")
    if vote.absent:
        lines.append(f"   And it is so that {'; '.join(vote.absent)}.")
    return lines


def _missed(miss: NearMiss) -> str:
    but = f"{_found(miss.barred)} should not be there" if miss.barred else f"it is not so that {miss.missing}"
    return f"  [{miss.function}] would have said {miss.vote}: it found {_found(miss.seen)}, but {but}"


def _found(seen: Sequence[Seen]) -> str:
    """The texts that were seen, each once whatever its case, column by column."""
    columns: dict[str, dict[str, str]] = {}
    for spot in seen:
        columns.setdefault(spot.column, {}).setdefault(plain(spot.text), spot.text)
    told = []
    for column, texts in columns.items():
        *most, last = [f"“{text}”" for text in texts.values()]
        told.append(f"{', '.join(most)} and {last} in the {column}" if most else f"{last} in the {column}")
    return "; ".join(told)


def marked_sentence(sentence: str, spans: Sequence[Span]) -> str:
    """The sentence with some of its stretches between brackets: no comma at their edge, those side by side as one.

    >>> marked_sentence("lease if it says 'rent', 'deposit'", [(11, 16), (17, 24), (25, 34)])
    "lease if it ⟦says 'rent', 'deposit'⟧"
    """
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and not sentence[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    trimmed = [_trimmed(sentence, span) for span in joined]
    return _with_brackets(sentence, [span for span in trimmed if span[0] < span[1]], "⟦", "⟧")


def _trimmed(sentence: str, span: Span) -> Span:
    start, end = span
    while start < end and sentence[end - 1] in " ,;":
        end -= 1
    while start < end and sentence[start] == " ":
        start += 1
    return start, end


def _marked_text(text: str, seen: Sequence[Seen], around: int = 400) -> str:
    spans = sorted({(s.start, s.end) for s in seen if s.start < s.end})
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    if len(text) > 2 * around and not merged:
        return text[: 2 * around] + " ..."
    return _with_brackets(text, merged, "«", "»")


def _with_brackets(text: str, spans: list[Span], left: str, right: str) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{left}{text[start:end]}{right}{text[end:]}"
    return text


def plain(text: str) -> str:
    """Text as matching sees it: white space, typographic quotes and case folded.

    >>> plain("The  Lessee’s")
    "the lessee's"
    """
    return " ".join(
        text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-"}).casefold().split()
    )
