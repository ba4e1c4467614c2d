"""What the end models that are scikit-learn pipelines share: how they predict, and how they are kept with skops."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from sayso.grammar.errors import DataError
from sayso.runtime.models.device import Device

Floats = npt.NDArray[np.float64]


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

    def save(self, folder: Path) -> None:
        """Write the pipeline with skops, which stores no code. Raises `DataError` where skops cannot write a part of it."""
        import skops.io
        from skops.io.exceptions import UnsupportedTypeException

        try:
            skops.io.dump(self.pipeline, self.file(folder))
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
