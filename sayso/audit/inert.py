"""Text of the user's own made harmless to whoever looks at it: nothing in it steers a terminal or turns the order of a line."""

from __future__ import annotations

TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0x2028, 0x2029, 0xFEFF}
"""Marks that turn or break what is displayed, so that a text reads otherwise than it is."""


def inert(text: str) -> str:
    """The text with control characters and turning marks made visible, and what is no character replaced.

    >>> inert("a\\x1b[31mb")
    'a␛[31mb'
    >>> inert("rent\\u202etner")
    'rent⟨U+202E⟩tner'
    """
    return "".join(_shown(c) for c in text) if not text.isascii() or not text.isprintable() else text


def one_line(text: str) -> str:
    """The same on one line: line breaks and tabs are made visible too, so that no name can pass for a line of ours.

    >>> one_line("Ann\\nintact")
    'Ann␊intact'
    """
    return inert(text).replace("\n", "␊").replace("\t", "␉")


def _shown(c: str) -> str:
    code = ord(c)
    if c in "\n\t" or (32 <= code < 127):
        return c
    if code < 160:
        return chr(0x2400 + code % 128) if code != 127 else "␡"
    if code in TURNING:
        return f"⟨U+{code:04X}⟩"
    return "\ufffd" if 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE else c
