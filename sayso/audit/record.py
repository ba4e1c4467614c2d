"""A run folder as those who ask about it read it: what was recorded, never what today's files say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.audit.history import History
from sayso.grammar.errors import ProjectError, SaysoError
from sayso.grammar.function import LabelingFunction, Role, Source
from sayso.grammar.recalling import recalled
from sayso.grammar.schema import Schema
from sayso.parser import families
from sayso.runtime import manifest

if TYPE_CHECKING:
    import pyarrow as pa

    from sayso.runtime.label_model import Weighing
    from sayso.runtime.votes import Votes

FUNCTIONS, SCHEMA, ROWS, VOTES, WEIGHTS, NEAREST, HISTORY = (
    "functions.json",
    "schema.json",
    "rows.parquet",
    "votes.parquet",
    "label_model.json",
    "nearest",
    "history.json",
)


class BrokenRecord(ProjectError):
    """A run that is not what it says it is: files changed, or data that is not what it was."""


@dataclass(frozen=True)
class Record:
    """A run folder, read. Files are compared with the manifest before they are believed."""

    folder: Path
    manifest: dict[str, Any]

    @classmethod
    def of(cls, folder: Path, only: tuple[str, ...] = ()) -> Record:
        """The record in a folder; raises `BrokenRecord` where a file (of `only`, if given) is not as it was written."""
        if not (folder / manifest.NAME).is_file():
            raise ProjectError(f"{folder} is no run folder: it has no {manifest.NAME}")
        damaged = [name for name, _ in manifest.faults(folder, only)]
        record = None if manifest.NAME in damaged else cls.unverified(folder)
        if damaged or record is None:
            raise BrokenRecord(f"{folder.name}: not as it was written: {', '.join(damaged[:5])}")
        return record

    @classmethod
    def unverified(cls, folder: Path) -> Record:
        """The record in a folder, whatever was done to it: for a page that says so itself.

        Raises `ProjectError` for a run of a version that kept no index of its rows."""
        told = manifest.read(folder)
        if told is None:
            raise ProjectError(f"{folder.name}: its {manifest.NAME} cannot be read, so nothing can be said of it")
        if not {ROWS, SCHEMA, HISTORY} <= set(told["outputs"]):
            raise ProjectError(
                f"{folder.name} was made by an older version, which kept too little to ask about; run it anew"
            )
        return cls(folder, told)

    @property
    def name(self) -> str:
        """The run's name."""
        return str(self.facts.get("run", self.folder.name))

    @property
    def facts(self) -> dict[str, Any]:
        """The facts of the run, as the manifest has them."""
        facts: dict[str, Any] = self.manifest.get("facts", {})
        return facts

    @cached_property
    def told(self) -> list[dict[str, Any]]:
        """What was written of each function, in the order of the votes."""
        told: list[dict[str, Any]] = json.loads((self.folder / FUNCTIONS).read_text("utf-8"))
        return told

    @cached_property
    def schema(self) -> Schema:
        """The schema of the run."""
        return Schema.from_dict(json.loads((self.folder / SCHEMA).read_text("utf-8")))

    @cached_property
    def functions(self) -> tuple[LabelingFunction, ...]:
        """The labeling functions that voted, made of their recorded forms; each is the one of the recorded digest."""
        families.load()
        return tuple(self._function(told) for told in self.told)

    def _function(self, told: dict[str, Any]) -> LabelingFunction:
        source = Source(
            sentence=told["sentence"],
            roles=tuple(Role(*role) for role in told["roles"]),
            assumptions=tuple(told["assumptions"]),
            author=told.get("author", ""),
            time=told.get("time", ""),
            file=told["file"],
            line=told["line"],
        )
        try:
            form: Any = recalled(told["form"], told["spans"])
        except (SaysoError, KeyError) as error:
            raise BrokenRecord(f"{self.folder.name}: [{told['name']}] cannot be read: {error}") from None
        function = LabelingFunction(form, source, self.schema, told["name"], told["confidence"])
        if function.digest != told["digest"]:
            raise BrokenRecord(f"{self.folder.name}: the form of [{told['name']}] is not the one of its digest")
        return function

    @cached_property
    def history(self) -> History:
        """What was known of each rationale when the run was made."""
        return History.from_dict(json.loads((self.folder / HISTORY).read_text("utf-8")))

    @cached_property
    def model(self) -> Weighing:
        """The label model that was fitted."""
        from sayso.runtime.label_model import Weighing

        return Weighing.load(self.folder / WEIGHTS)

    @cached_property
    def votes(self) -> Votes:
        """All votes of the run, in the order of the rows."""
        from sayso.runtime.votes import Votes

        return Votes.from_parquet(self.folder / VOTES)

    @cached_property
    def rows(self) -> pa.Table:
        """The index of all rows, in the order of the data: places, digests, labels, what the end models say."""
        import pyarrow.parquet as pq

        return pq.read_table(self.folder / ROWS).sort_by("position")

    def tables(self, root: Path) -> Iterator[tuple[int, pa.Table]]:
        """The data that the run was made from, if it is still there: each part with the number of its first row."""
        from sayso.runtime import reading

        first = 0
        for name in dict.fromkeys(self.rows.column("file").to_pylist()):
            path = (root / name).resolve()
            if not path.is_relative_to(root.resolve()) or not path.is_file():
                return
            for table in reading.source(path).tables():
                yield first, table
                first += len(table)

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that the end models read."""
        return tuple(self.manifest.get("end models read", ()))

    @property
    def models(self) -> tuple[str, ...]:
        """The end models that the run trained."""
        folder = self.folder / "model"
        return tuple(sorted(p.name for p in folder.iterdir())) if folder.is_dir() else ()
