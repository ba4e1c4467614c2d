"""A project in which everything that a user names or owns is hostile: markup, script, quotes, control characters, turned text, templates."""

from __future__ import annotations

import csv
import html.parser
from pathlib import Path

ESCAPE = "\x1b]0;owned\x07\x1b[2J\x9b31m"
TURNED = "\u202etner\u202c\u2066x"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"
BREAKS = "\"'><svg onload=alert(1)></style></title></textarea>&lt;&#60;<!--"
TEMPLATE = "{{1111111*3}}{% raw %}${1111111*3}"
PATH = "../../etc/passwd%00"
EVERYTHING = f"{MARKUP} {BREAKS} {TEMPLATE} {PATH} {ESCAPE} {TURNED}"
ACTOR = f"{MARKUP} {TEMPLATE} <eve@example.org>"
REASON = f"{MARKUP} {BREAKS} {TEMPLATE}"
LABELS = ["<b>rent</b>", "work&amp;<i>{{1111111*3}}"]
COLUMN = "body<u>"
SAY_FILE, DATA_FILE = "a\"><img src=x>'{{1111111*3}}.say", "d'\"<script>{{1111111*3}}.csv"

TOML = """
name = '''<script>alert("name")</script>{{{{1111111*3}}}}'''
labels = ["<b>rent</b>", "work&amp;<i>{{{{1111111*3}}}}"]
default_text = "{column}"
[data]
files = ['''{data}''']
row_id = "id"
split = "split"
test = "dev"
gold = "gold"
[columns."{column}"]
kind = "text"
description = "<img src=x onerror=alert(1)> {{{{1111111*3}}}}"
[columns."amount<s>"]
kind = "number"
unfit = "missing"
[end_model]
models = ["linear"]
"""
SAY = """list pay words: "<script>alert(1)</script>", "salary", "wage{{1111111*3}}"

[<img/src=x/onerror=alert(1)>] Label "<b>rent</b>" if the body<u> mentions "rent" or "<script>alert(1)</script>"
    because: <script>alert("because")</script> {{1111111*3}}
    note: <img src=x onerror=alert(1)>
    yes: "the rent <script>"
    no: "the salary"

[work"'><b>] Label "work&amp;<i>{{1111111*3}}" if the body<u> contains "salary", any word in the list pay words, "<svg onload=alert(1)>" or "{{1111111*3}}"

[dear] Label "work&amp;<i>{{1111111*3}}" if the amount<s> is over 900
"""


def write(folder: Path) -> None:
    """Write the project into a folder."""
    (folder / "sayso.toml").write_text(TOML.format(column=COLUMN, data=DATA_FILE), "utf-8")
    (folder / SAY_FILE).write_text(SAY, "utf-8")
    with (folder / DATA_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "split", "gold", COLUMN, "amount<s>"])
        for i in range(48):
            text = f"the rent of flat {i} {EVERYTHING}" if i % 2 else f"a salary {EVERYTHING}"
            amount = EVERYTHING if i == 3 else i * 30
            writer.writerow(
                [f"r{i}{MARKUP if i == 5 else ''}", "dev" if i % 4 == 0 else "train", LABELS[1 - i % 2], text, amount]
            )


class Page(html.parser.HTMLParser):
    """The tags, attributes and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str, str]] = set()
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name, value or "") for name, value in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


STEERING = [
    *map(chr, [*range(9), 11, 12, *range(14, 32), *range(127, 160)]),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u2028\u2029",
]
"""What may steer a terminal or turn a line around."""


def steering(text: str) -> set[str]:
    """What of it is in a text."""
    return {c for c in STEERING if c in text}
