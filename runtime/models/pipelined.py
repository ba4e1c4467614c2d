"""What the end models that are scikit-learn pipelines share: how they predict, and how they are kept with skops."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from sayso.grammar.errors import DataError
from sayso.runtime.models.device import Device

Floats = npt.NDArray[np.float64]
SCHEMA = "schema.json"
"""The part of a skops file that names the others."""


class Pipelined:
    """A fitted scikit-learn classifier, mostly a pipeline, whose `classes_` are label names."""

    kind: ClassVar[str]

    def __init__(self, *, names: Sequence[str]) -> None:
        self.names = list(names)
        self.pipeline: Any = None
        self.device: Device | None = None

    def predict_proba(self, given: Sequence[str] | Floats) -> Floats:
        """(rows, classes) probabilities in the order of `names`; 0 for a label that no row of train had."""
        result = np.zeros((len(given), len(self.names)))
        if len(given):
            order = [self.names.index(str(name)) for name in self.pipeline.classes_]
            result[:, order] = self.pipeline.predict_proba(given)
        return result

    def features(self, given: Sequence[str] | Floats) -> Any:
        """(rows, features): what the last step is given of each row, of length 1 or 0; sparse where it is made of words.

        Raises `DataError` where the only step takes the texts themselves."""
        from sklearn.preprocessing import normalize

        if len(self.pipeline) > 1:
            return normalize(self.pipeline[:-1].transform(given))
        if not isinstance(given, np.ndarray):
            raise DataError(f"this {self.kind} model makes no features of texts, so none can be said to be near")
        return normalize(given)

    def save(self, folder: Path) -> None:
        """Write the pipeline with skops, which stores no code; the same pipeline gives the same file, to the bit.

        Raises `DataError` where skops cannot write a part of it."""
        import skops.io
        from skops.io.exceptions import UnsupportedTypeException

        try:
            for step in self.pipeline.named_steps.values():
                getattr(step, "__dict__", {}).pop(
                    "_stop_words_id", None
                )  # an address in memory; "passthrough" is a step too
            self.file(folder).write_bytes(repeatable(skops.io.dumps(self.pipeline)))
        except (UnsupportedTypeException, TypeError, ValueError) as error:
            raise DataError(f"skops cannot write this {self.kind} model, and it was not saved: {error}") from None

    @classmethod
    def load(cls, folder: Path, *, names: Sequence[str], trusted: Sequence[str] = ()) -> Self:
        """Read what `save` wrote. Raises `DataError` for a file with types that neither skops nor `trusted` names."""
        import skops.io
        from skops.io.exceptions import UntrustedTypesFoundException

        model = cls(names=names)
        file = cls.file(folder)
        try:
            model.pipeline = skops.io.load(file, trusted=list(trusted))
        except UntrustedTypesFoundException as error:
            strange = [name for name in skops.io.get_untrusted_types(file=file) if name not in trusted]
            raise DataError(
                f"{file} holds types that skops does not know to be harmless, and was not read: {', '.join(strange)}. "
                "Where you know who wrote the file, name them: TextClassifier.load(path, trusted=[...])"
            ) from error
        return model

    @classmethod
    def file(cls, folder: Path) -> Path:
        """Where the pipeline lies in a saved model's folder."""
        return folder / f"{cls.kind}.skops"


def repeatable(dumped: bytes) -> bytes:
    """A skops file without what differs from one writing to the next: the time of day, and addresses in memory as names.

    Things are numbered in the order in which the schema names them."""
    with zipfile.ZipFile(io.BytesIO(dumped)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    schema = parts.pop(SCHEMA).decode("utf-8")
    numbers: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        return found.group(1) + numbers.setdefault(found.group(2), str(len(numbers) + 1)) + found.group(3)

    schema = re.sub(r'("__id__": )(\d+)()', numbered, schema)
    schema = re.sub(r'("file": ")(\d+)(\.[a-z]+")', numbered, schema)
    named = {numbers.get(stem := name.split(".")[0], stem) + name[len(stem) :]: part for name, part in parts.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, part in [*sorted(named.items()), (SCHEMA, schema.encode("utf-8"))]:
            archive.writestr(zipfile.ZipInfo(name), part)
    return written.getvalue()
