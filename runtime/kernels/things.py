"""The kinds of things that patterns find in a text: amounts, dates, addresses, letters.

All patterns are linear: no nested quantifiers over the same characters, and none that starts anew inside a run it gave up on.
They run over text with plain quotes, dashes and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.runtime.kernels.words import LOWER, UPPER

Span = tuple[int, int]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NAMED = rf"(?!(?-i:may)\b){_MONTH}"
"""A month beside a bare day: "may 5" is more often a verb, unless it has its capital."""
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"[12]\d{3}\b"
_ALONE = r"\b(?!%|[.,:/]?\d)"
"""After a bare day: no percentage, time or longer number."""
_DATE = "|".join(
    [
        rf"\b{_MONTH}\s+{_DAY}\b(?:,\s*|\s+)(?:of\s+)?{_YEAR}",
        rf"(?<![\d.,/])\b{_DAY}(?:\s+(?:day\s+)?of\s+|\s+|-){_MONTH}[,-]?\s*{_YEAR}",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}",
        rf"(?<![\d.,/:])\b{_DAY}\s+(?:of\s+)?{_NAMED}(?!\w)",
        rf"\b{_NAMED}\s+{_DAY}{_ALONE}",
        r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b",
        r"\b\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d\d)\b",
        r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
    ]
)

_AMOUNT = r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?"
_SCALE = r"(?:\s?(?:thousand|million|billion|trillion|mln|mn|bn|k|m|b)\b)"
_CODE = r"(?:USD|EUR|GBP|CHF|CAD|AUD|JPY)"
_MONEY = "|".join(
    [
        rf"(?:\b(?:US|CA|AU|[CA]))?[$€£¥]\s?{_AMOUNT}{_SCALE}?",
        rf"\b{_CODE}\s?[$€£¥]?{_AMOUNT}{_SCALE}?",
        rf"(?<!\d)(?<!\d\.){_AMOUNT}{_SCALE}?(?:\s?(?:[€£¥]|\$(?!\s?\d))|[\s-]?(?:US\s)?"
        rf"(?:dollars?|euros?|pounds?|bucks?|cents?|pence|yen|{_CODE})\b|\s?¢)",
    ]
)
_DOLLARS = "|".join(
    [
        rf"(?:\b(?:US|CA|AU|[CA]))?\$\s?{_AMOUNT}{_SCALE}?",
        rf"\b(?:USD|CAD|AUD)\s?\$?{_AMOUNT}{_SCALE}?",
        rf"(?<!\d)(?<!\d\.){_AMOUNT}{_SCALE}?(?:\s?\$(?!\s?\d)|[\s-]?(?:US\s)?(?:dollars?|bucks?|USD|CAD|AUD)\b)",
    ]
)
"""Money that is counted in dollars: "a dollar amount" is no sum in euros."""

_TLD = (
    "com|org|net|edu|gov|mil|int|io|co|info|biz|ai|app|dev|uk|de|fr|eu|ca|au|nl|ch|es|jp|cn|ru|br|se|pl|tv|ly|gl|gg|xyz|"
    "online|shop|site|blog|cloud"
)
_WORDY_TLD = "it|in|me|us|be|at|to|is|no|so|am"
"""Ends of addresses that are words as well: only with a path behind them."""
_PATH = r"[^\s<>\"')\]]*[^\s<>\"')\].,;:!?]"
_URL = "|".join(
    [
        rf"\b(?:https?|ftp)://{_PATH}",
        rf"\bwww\.{_PATH}",
        rf"(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:(?:{_TLD})(?![\w@-]|\.\w)(?::\d+)?(?:[/?#](?:{_PATH})?)?|(?:{_WORDY_TLD})/{_PATH})",
    ]
)

_PHONE = "|".join(
    [
        r"(?<![\w+])\+\d(?:[ .()/-]{0,2}\d){7,14}(?!\w)",
        r"(?<!\w)(?:\+?\d{1,3}[\s.-]?)?(?:\(\d{2,4}\)\s?|\d{2,4}[\s.-])\d{3,4}[\s.-]\d{3,4}(?!\w)",
        r"(?<![\w+])0\d(?:[ .-]\d\d){4}(?!\w)",
    ]
)

_PICTURE = (
    "[\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a\u231b\u23e9-\u23fa\u25fb-\u25fe\u2600-\u26ff\u2702\u2705\u2708-\u270d\u270f"
    "\u2712\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1"
    "\u27b0\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a"
    "\U0001f201-\U0001f251\U0001f300-\U0001f3fa\U0001f400-\U0001faff]"
)
_DRESSED = f"{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*"
_EMOJI = f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_DRESSED}(?:\u200d{_DRESSED})*"

PATTERNS: dict[str, re.Pattern[str]] = {
    "number": re.compile(_AMOUNT),
    "digit": re.compile(r"\d"),
    "money": re.compile(_MONEY, re.I),
    "dollar amount": re.compile(_DOLLARS, re.I),
    "percentage": re.compile(
        rf"(?<!\d)(?<!\d\.){_AMOUNT}\s?(?:%|percent\b|per cent\b|percentage points?\b|pct\b)", re.I
    ),
    "date": re.compile(_DATE, re.I),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "url": re.compile(_URL, re.I),
    "phone": re.compile(_PHONE),
    "emoji": re.compile(_EMOJI),
    "capitalised word": re.compile(rf"\b[{UPPER}]\w*"),
    "capitals word": re.compile(rf"\b[{UPPER}]{{2,}}\b"),
    "lower-case word": re.compile(rf"\b[{LOWER}]+\b"),
    "capital letter": re.compile(f"[{UPPER}]"),
    "letter": re.compile(r"[^\W\d_]"),
    "punctuation": re.compile(r"[^\w\s]"),
    "quotation": re.compile(r"\"[^\"]+\""),
    "parenthesis": re.compile(r"\([^()]*\)"),
    "bracket": re.compile(r"\[[^\[\]]*\]"),
}

_WORTH = re.compile(
    rf"({_AMOUNT})(?:[\s-]?(thousand|k|million|mln|mn|m|billion|bn|b|trillion|cents?|pence|¢)(?!\w))?", re.I
)
_SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
}
_SCALES |= {"trillion": 1e12, "cent": 0.01, "cents": 0.01, "pence": 0.01, "¢": 0.01}


def found(thing: str, text: str, start: int, end: int) -> Iterator[Span] | None:
    """The things of one kind in a stretch of a text; None for a kind that no pattern finds."""
    pattern = PATTERNS.get(thing)
    return None if pattern is None else (m.span() for m in pattern.finditer(text, start, end))


def worth(text: str) -> float | None:
    """The value of the first number in a text, "$5k" being 5,000 and "50 cents" a half; None where there is none."""
    match = _WORTH.search(text)
    if match is None:
        return None
    return float(match[1].replace(",", "")) * _SCALES.get((match[2] or "").lower(), 1.0)
