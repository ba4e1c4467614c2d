"""The full index of one text column of some rows, and the file that holds it: one memory-mapped Arrow file, named by its content."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sayso.runtime.kernels import characters, places, tokens, vocabulary
from sayso.runtime.kernels.characters import Bank
from sayso.runtime.kernels.tokens import Tokens
from sayso.runtime.kernels.vocabulary import Vocabulary
from sayso.runtime.reading import write_whole

VERSION = f"tokens 1, Unicode {unicodedata.unidata_version}"
"""What a word is may differ with either: files of another version are not read."""

_TEXT = ("codes",)
"""What is the text itself, not its index."""


@dataclass(frozen=True, eq=False)
class Segment:
    """The full index of one text column of some rows."""

    rows: int
    banks: tuple[tuple[Tokens, Vocabulary], ...]

    def column(self) -> places.Column:
        """The column ready to be asked, nothing found yet."""
        return places.Column(self.rows, tuple(places.Text(split, words) for split, words in self.banks))

    @property
    def tokens(self) -> int:
        """How many tokens it indexes."""
        return sum(len(split) for split, _ in self.banks)


def build(array: pa.Array) -> Segment:
    """Index an array of large strings."""
    made = []
    for bank in characters.banks(array):
        split = tokens.split(bank)
        words = vocabulary.build(split)
        made.append((_narrowed(split), words))
    return Segment(len(array), tuple(made))


def _narrowed(split: Tokens) -> Tokens:
    """The tokens in as few bytes as hold them, their sentences found, the folded characters let go of."""
    bank = Bank(split.bank.rows, split.bank.starts, split.bank.there, split.bank.codes)
    starts, ends = (part.astype(np.int32) for part in split.sentences)
    known = {"joined": (split.joined.astype(np.int32),), "sentences": (starts, ends)}
    longest = int(split.lengths.max(initial=0))
    width = np.uint8 if longest < 1 << 8 else np.uint16 if longest < 1 << 16 else np.uint32
    return Tokens(bank, split.starts.astype(np.int32), split.lengths.astype(width), known)


def digest(array: pa.Array) -> str:
    """The digest of an array of large strings, missing ones told from empty ones."""
    starts, raw = characters.buffers(array.fill_null(""))
    found = hashlib.sha256(VERSION.encode())  # processors have it built in: a quarter of what blake2b takes
    found.update(starts.data)
    found.update(np.packbits(array.is_valid().to_numpy(zero_copy_only=False)).data)
    found.update(raw.data)
    return found.hexdigest()[:40]


def kept(array: pa.Array, folder: Path | None) -> Segment:
    """The index of an array, read from the folder where it is there, else built, and written there."""
    if folder is None:
        return build(array)
    path = folder / f"{digest(array)}.arrow"
    if not path.exists():
        write(build(array), path)
    return read(path)


def write(segment: Segment, path: Path) -> None:
    """Write a segment whole or not at all."""
    arrays = {f"{i}.{name}": part for i, bank in enumerate(segment.banks) for name, part in _arrays(*bank).items()}
    columns = {name: pa.LargeListArray.from_arrays([0, len(part)], pa.array(part)) for name, part in arrays.items()}
    schema = pa.schema([(name, column.type) for name, column in columns.items()], {"rows": str(segment.rows)})
    write_whole(pa.table(columns, schema), path)


def _arrays(split: Tokens, words: Vocabulary) -> dict[str, npt.NDArray[Any]]:
    bank, (starts, ends) = split.bank, split.sentences
    found: dict[str, npt.NDArray[Any]] = {
        "rows": bank.rows.astype(np.int32),
        "begin": bank.starts,
        "there": bank.there.view(np.uint8),
    }
    found |= {"codes": bank.codes, "starts": split.starts, "lengths": split.lengths, "joined": split.joined}
    found |= {"sentence starts": starts, "sentence ends": ends, "letters": words.letters, "begins": words.begins}
    return found | {"bounds": words.bounds, "numbers": words.numbers}


def read(path: Path) -> Segment:
    """A segment whose arrays lie in the file, read as they are touched."""
    table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    arrays = {name: table.column(name).chunk(0).values.to_numpy() for name in table.column_names}
    count = len({name.split(".")[0] for name in arrays})
    banks = [
        _bank({name.split(".")[1]: a for name, a in arrays.items() if name.startswith(f"{i}.")}) for i in range(count)
    ]
    return Segment(int(table.schema.metadata[b"rows"]), tuple(banks))


def _bank(found: dict[str, npt.NDArray[Any]]) -> tuple[Tokens, Vocabulary]:
    bank = Bank(found["rows"], found["begin"], found["there"].view(np.bool_), found["codes"])
    known = {"joined": (found["joined"],), "sentences": (found["sentence starts"], found["sentence ends"])}
    words = Vocabulary(*(found[name] for name in ("letters", "begins", "bounds", "numbers")))
    return Tokens(bank, found["starts"], found["lengths"], known), words


def index_bytes(segment: Segment) -> int:
    """How many bytes the index takes, the text itself aside."""
    parts = [part for bank in segment.banks for name, part in _arrays(*bank).items() if name not in _TEXT]
    return sum(part.nbytes for part in parts)
