"""A small project of letters about flats and jobs, with a run of it for those who only look."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

ACTOR = "Lea <lea@example.org>"
TOML = """
name = "letters"
labels = ["rent", "work"]
default_text = "body"
[data]
files = ["data.csv"]
row_id = "id"
split = "split"
test = "dev"
gold = "gold"
[columns.body]
kind = "text"
[columns.amount]
kind = "number"
[end_model]
models = ["linear"]
"""
SAY = """# what we look for
list pay words: salary, wage, "paid leave"

[rent-word] Label rent if the body mentions "rent".
    because: the letters are about flats or jobs
    yes: "the rent is due"
    no: "the salary is due"

[pay] work if the body contains
any word in the list pay words
    yes: {body: "my wage", amount: 5}
    no: {body: "my flat"}

[dear] usually work if the amount is over 900
    yes: {amount: 1000}
    no: {body: "rent"}
"""


def write(folder: Path) -> None:
    """Write the project into a folder."""
    rows = []
    for i in range(60):
        gold = "rent" if i % 2 else "work"
        text = f"the rent of flat {i}" if i % 2 else f"a salary in office {i}"
        rows.append(
            {
                "id": f"r{i}",
                "split": "dev" if i % 5 == 0 else "train",
                "gold": gold,
                "body": text if i % 7 else "hello",
                "amount": i * 20,
            }
        )
    pd.DataFrame(rows).to_csv(folder / "data.csv", index=False)
    (folder / "sayso.toml").write_text(TOML, "utf-8")
    (folder / "a.say").write_text(SAY, "utf-8")
