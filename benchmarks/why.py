"""Promise: on a run of 1M rows, `sayso why ROW` finds the row in 0.05 s, and the whole command takes 1.5 s.

    python benchmarks/why.py [--rows 1000000] [--keep FOLDER]

The rows are the clauses of `examples/clauses`, the first 100 characters of each, over and over with a number; the sentences are its
175, with near misses. The peer is what there is without the index: reading the data and the votes whole. Wall time and CPU time, of the
command with Python's start. The files are in the page cache: what is measured is the work.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sayso
from sayso.audit.record import ROWS, VOTES, Record
from sayso.project.asking import READ
from sayso.runtime import row_index
from sayso.runtime.reading import read
from sayso.runtime.votes import Votes

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "clauses"
ASKED, LOOKED_UP = 9, 40


def made(folder: Path, rows: int) -> None:
    """The example with so many rows, and a run of it without an end model and without scores."""
    shutil.copytree(EXAMPLE / "rationales", folder / "rationales")
    toml = (EXAMPLE / "sayso.toml").read_text("utf-8").replace('models = ["linear", "encoder"]', "models = []")
    toml = toml.replace(
        'gold = "category"\n', ""
    )  # else a linear model is trained on a million gold labels, to compare with
    (folder / "sayso.toml").write_text(toml, "utf-8")
    (folder / "data").mkdir()
    with (EXAMPLE / "data" / "clauses.csv").open(encoding="utf-8", newline="") as file:
        clauses = [row for row in csv.DictReader(file) if row["split"] == "train"]
    with (folder / "data" / "clauses.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "contract", "split", "document", "clause", "category"])
        for i in range(rows):
            row = clauses[i % len(clauses)]
            split = "train" if i % 1000 else "dev"
            writer.writerow([f"row-{i:08d}", row["contract"], split, row["document"], f"{row['clause'][:100]} {i}", row["category"]])  # fmt: skip
    started = time.monotonic()
    sayso.Project(folder).run()
    print(f"made and run in {time.monotonic() - started:.0f} s")


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of a call by the clock, and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    what()
    return 1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - cpu)


def command(folder: Path, row: str) -> tuple[float, float]:
    """Wall and CPU seconds of the command."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    code = "from sayso.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, "why", row, "-p", str(folder)], check=True, stdout=subprocess.DEVNULL, env=environment)  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - started, spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument(
        "--keep", type=Path, help="A folder that is made where it is not there, and used again where it is."
    )
    arguments = parser.parse_args()
    folder = arguments.keep or Path(tempfile.mkdtemp())
    if not (folder / "sayso.toml").exists():
        folder.mkdir(exist_ok=True)
        made(folder, arguments.rows)
    run = sayso.Project(folder).last_run()
    chosen = random.Random(0).sample(range(arguments.rows), LOOKED_UP)
    ids = [f"row-{i:08d}" for i in chosen]

    def look_up(row: str) -> None:
        found = row_index.find(run / ROWS, row)
        assert found is not None and row_index.fetch(folder, found) is not None
        Votes.from_parquet(run / VOTES, row=row)

    look_up(ids[0])
    walls, cpus = zip(*(timed(lambda row=row: look_up(row)) for row in ids), strict=True)
    print(
        f"look-up of a row, its place and its votes: {statistics.median(walls):.1f} ms at the median, {max(walls):.1f} at worst; CPU {statistics.median(cpus):.1f} and {max(cpus):.1f} ms"
    )
    size = sum((run / name).stat().st_size for name in READ) / 1e6
    wall, cpu = timed(lambda: Record.of(run, READ))
    print(f"the digests of what is read ({size:.0f} MB): {wall:.0f} ms; CPU {cpu:.0f} ms")
    spent = [command(folder, row) for row in ids[:ASKED]]
    walls, cpus = zip(*spent, strict=True)
    print(
        f"the whole command: {statistics.median(walls):.2f} s at the median, {max(walls):.2f} at worst; CPU {statistics.median(cpus):.2f} s"
    )
    wall, cpu = timed(lambda: (read(folder / "data" / "clauses.csv"), Votes.from_parquet(run / VOTES)))
    print(
        f"the peer, reading data and votes whole: {wall / 1e3:.1f} s; CPU {cpu / 1e3:.1f} s; load {os.getloadavg()[0]:.1f}"
    )
    if arguments.keep is None:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
