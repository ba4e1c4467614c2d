"""Makes visible what could steer a terminal, or make one text look like another."""

from __future__ import annotations

STEERING = frozenset(map(chr, (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF)))
"""Characters that turn the direction of writing or break lines: with them one text can be made to look like another."""


def one_line(text: str) -> str:
    """Text on one line: line breaks and tabs are made visible too, so that no name can pass for a line of ours.

    >>> one_line("Ann\\nintact")
    'Ann␊intact'
    """
    return "".join(map(visible, text))


def visible(c: str) -> str:
    """A character as it can be shown anywhere: a control character as its picture, one that steers by its number."""
    if c in STEERING or 0xD800 <= ord(c) < 0xE000:
        return f"<U+{ord(c):04X}>"
    return c if ord(c) >= 32 and not 127 <= ord(c) < 160 else chr(0x2400 + ord(c) % 128)
