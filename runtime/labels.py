"""Labels with probabilities: rows x classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Labels:
    """Probabilistic labels: an array-like (rows, classes) of float64 whose rows sum to 1."""

    probabilities: Floats
    classes: tuple[str, ...]
    voted: npt.NDArray[np.bool_]
    """False where no function voted and no label was given by hand: such a row has the class balance."""
    row_ids: tuple[Any, ...] = ()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return np.array(self.probabilities, dtype=dtype) if copy else np.asarray(self.probabilities, dtype)

    def __len__(self) -> int:
        return len(self.probabilities)

    def names(self) -> list[str | None]:
        """The likeliest label of each row, None where it is not `voted`; ties go to the label named first."""
        best = self.probabilities.argmax(axis=1)
        return [self.classes[i] if voted else None for i, voted in zip(best, self.voted, strict=True)]
