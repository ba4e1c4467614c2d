"""The project folder as its users see it: check, run, why, report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sayso.audit.record import BrokenRecord
from sayso.grammar.errors import DataError, ProjectError
from sayso.grammar.schema import Schema
from sayso.project import configuration, say_files
from sayso.project.configuration import CONFIGURATION
from sayso.runtime import ledger
from sayso.runtime.columns import missing_column
from sayso.runtime.reading import Source, chained, read

if TYPE_CHECKING:  # asking about a run needs none of these, and they are slow to import
    from sayso.parser.compiler import Compiler
    from sayso.project.asking import Prediction
    from sayso.project.checking import Checked
    from sayso.project.running import Run
    from sayso.runtime.trace import Trace


@dataclass(frozen=True)
class Data:
    """A project's rows, or a part of them."""

    table: pa.Table
    ids: tuple[str, ...]
    split: tuple[str, ...]

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def part(self, name: str) -> Data:
        """The rows of one split; all of them where the project has no split."""
        if not self.split:
            return self
        rows = [i for i, split in enumerate(self.split) if split == name]
        if not rows:
            raise DataError(f"no row is in the split '{name}'; there are {', '.join(sorted(set(self.split)))}")
        taken = pa.array(rows)
        return Data(self.table.take(taken), tuple(self.ids[i] for i in rows), tuple(self.split[i] for i in rows))

    def column(self, name: str) -> list[Any]:
        """The values of a column."""
        if name not in self.table.column_names:
            raise missing_column(name, self.table.column_names)
        values: list[Any] = self.table.column(name).to_pylist()
        return values

    def texts(self, name: str) -> list[str]:
        """The values of a text column, empty where missing, and everywhere where no column is named."""
        if not name:
            return [""] * len(self)
        return ["" if value is None else str(value) for value in self.column(name)]


class Project:
    """A folder with sayso.toml and .say files.

    Raises `ProjectError` naming file and line where the folder cannot be used as it is."""

    def __init__(self, path: str | Path) -> None:
        self.root = Path(path)
        self.configuration = configuration.read(self.root)

    @cached_property
    def say(self) -> say_files.SayFiles:
        """What the `.say` files say."""
        paths = sorted(
            p for p in self.root.glob(self.configuration.rationales) if "runs" not in p.relative_to(self.root).parts
        )
        for path in paths:
            if not path.resolve().is_relative_to(self.root.resolve()):
                raise ProjectError(f"{path} lies outside the project folder")
        said = say_files.read_all(paths, self.root, self.configuration.default_text)
        said.texts[CONFIGURATION] = (self.root / CONFIGURATION).read_text("utf-8-sig")
        return said

    @cached_property
    def ledger(self) -> ledger.Ledger:
        """What was done to the project, event after event."""
        return ledger.Ledger(self.root / ledger.NAME)

    def files(self) -> list[Path]:
        """The files that a run is made from."""
        paths = [self.root / name for name in sorted(self.say.texts)]
        return [*paths, *self.data_files()]

    def data_files(self) -> list[Path]:
        """The data files, as paths below the root."""
        return [self.root / file.relative_to(self.root.resolve()) for file in self.configuration.files]

    @cached_property
    def schema(self) -> Schema:
        """The schema, the values of categories read from the data where the configuration names none."""
        columns = {name: dict(column) for name, column in self.configuration.columns.items()}
        unknown = [n for n, c in columns.items() if c.get("kind") == "category" and not c.get("values")]
        for name, values in self._values(unknown).items():
            columns[name]["values"] = sorted(values)
        given = {
            "labels": list(self.configuration.labels),
            "columns": columns,
            "default_text": self.configuration.default_text,
            "lists": {**self.configuration.lists, **self.say.lists},
        }
        if self.configuration.today:
            given["today"] = self.configuration.today
        return Schema.from_dict(given)

    def _values(self, names: list[str]) -> dict[str, set[str]]:
        """The different values of some columns, in one pass over the data."""
        found: dict[str, set[str]] = {name: set() for name in names}
        source = self.source() if names else None
        for name in names:
            if source is not None and name not in source.names:
                raise missing_column(name, list(source.names))
        for table in source.tables(names) if source is not None else ():
            for name in names:
                found[name] |= {str(v) for v in table.column(name).unique().to_pylist() if v is not None}
        return found

    def source(self) -> Source:
        """All rows, to be read batch by batch.

        Raises `DataError` where a column that the project names is not there."""
        source = chained(self._some_files())
        self._check_columns(list(source.names))
        return source

    def _some_files(self) -> list[Path]:
        if not self.configuration.files:
            raise ProjectError(f"{self.root / 'sayso.toml'}: name the data files under [data] as files = [...]")
        return self.data_files()

    def _check_columns(self, there: list[str]) -> None:
        configured = self.configuration
        for name in filter(None, (configured.row_id, configured.split, configured.gold, configured.default_text)):
            if name not in there:
                raise missing_column(name, there)

    @cached_property
    def compiler(self) -> Compiler:
        """The compiler over the project's schema."""
        from sayso.parser.compiler import Compiler

        return Compiler(self.schema)

    @cached_property
    def _data(self) -> Data:
        tables = [read(path) for path in self._some_files()]
        table = pa.concat_tables(tables, promote_options="permissive") if len(tables) > 1 else tables[0]
        configured = self.configuration
        self._check_columns(table.column_names)
        ids = (
            [str(v) for v in table.column(configured.row_id).to_pylist()]
            if configured.row_id
            else list(map(str, range(len(table))))
        )
        if len(set(ids)) < len(ids):
            double = next(i for i in ids if ids.count(i) > 1)
            raise DataError(f"the row id '{double}' is there twice in column '{configured.row_id}'")
        split = tuple(str(v) for v in table.column(configured.split).to_pylist()) if configured.split else ()
        return Data(table, tuple(ids), split)

    def data(self) -> Data:
        """All rows of the project."""
        return self._data

    def speaking(self, path: Path) -> Project:
        """This project with the rationales of another folder, or of one `.say` file, in place of its own."""
        paths = sorted(path.rglob("*.say")) if path.is_dir() else [path]
        if not all(p.suffix == ".say" for p in paths) or not paths:
            raise ProjectError(f"{path} holds no rationales: they are in .say files")
        other = Project(self.root)
        root = path if path.is_dir() else path.parent
        said = say_files.read_all(paths, root, self.configuration.default_text)
        said.texts[CONFIGURATION] = self.say.texts[CONFIGURATION]
        other.__dict__["say"] = said
        other.__dict__["_data"] = self._data
        return other

    def borrow(self, other: Project) -> None:
        """Take another project's rows for one's own: an old version of a project has none."""
        self.__dict__["_data"] = other._data
        self.__dict__["source"] = other.source

    def check(self) -> Checked:
        """Compile every rationale, try its examples, and list everything that is wrong."""
        from sayso.project.checking import check

        return check(self.say, self.schema, self.compiler)

    def run(self, *, tell: Callable[[str], None] = lambda line: None, models: tuple[str, ...] | None = None) -> Run:
        """Votes, label model, end models, scores, run folder."""
        from sayso.project.running import run

        return run(self, tell=tell, models=models)

    def runs(self) -> list[Path]:
        """The finished runs, oldest first."""
        folder = self.root / "runs"
        return sorted(p for p in folder.glob("[!.]*") if (p / "manifest.json").exists()) if folder.exists() else []

    def last_run(self) -> Path:
        """The newest run; raises `ProjectError` where there is none."""
        runs = self.runs()
        if not runs:
            raise ProjectError(f"{self.root} has no run yet: `sayso run {self.root}` makes one")
        return runs[-1]

    def report(self) -> Path:
        """The page of the newest run."""
        return self.last_run() / "report.html"

    def run_at(self, run: str | Path = "") -> Path:
        """The folder of a run: its name in `runs/`, or the beginning of one, or a path; the newest where nothing is said."""
        if not run:
            return self.last_run()
        if (Path(run) / "manifest.json").is_file():
            return Path(run)
        found = [folder for folder in self.runs() if folder.name.startswith(str(run))]
        if len(found) != 1:
            there = ", ".join(folder.name for folder in self.runs()) or "none"
            raise ProjectError(f"{len(found)} runs of {self.root} are called '{run}'; there are: {there}")
        return found[0]

    def why(self, row: str, run: str | Path = "") -> Trace:
        """Why a row got its label in a run, the newest unless told: the whole chain back to the words of the sentences.

        Raises `BrokenRecord` where the run's files or the row were changed."""
        from sayso.project.asking import why

        return why(self, self.run_at(run), row)

    def why_predicted(self, *, row: str = "", text: str = "", model: str = "", run: str | Path = "") -> Prediction:
        """What an end model says of a row or a text, with the training rows nearest to it: not causes, company."""
        from sayso.project.asking import why_predicted

        return why_predicted(self, self.run_at(run), row=row, text=text, model=model)


__all__ = ["BrokenRecord", "Data", "Project"]
