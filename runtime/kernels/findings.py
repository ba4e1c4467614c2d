"""What models found in texts, kept on disk: Arrow files by kind and model version, rows by the digest of the text.

spaCy takes milliseconds a text and the encoder more, so no text is given to either twice. While a chunk is worked on, all that is
found is held; then it is written, a file a chunk, whole or not at all. Processes share a folder: each adds files of its own.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from sayso.runtime.kernels.keeping import Kept, digest
from sayso.runtime.reading import write_whole

Found = TypeVar("Found", bound=Sized)


@dataclass(frozen=True)
class Kind:
    """One sort of finding: its name, the version of the model that finds it, and how a file holds it."""

    name: str
    version: str
    type: pa.DataType
    plain: Callable[[Any], Any]
    """A finding as Arrow takes it."""
    back: Callable[[Any], Any]
    """The finding again, of what Arrow gives."""


@dataclass(eq=False)
class Store:
    """The findings of one kind: those on disk by where they lie, the new ones by their text's digest."""

    kind: Kind
    place: Path | None
    """Their folder; None keeps them until they are written, which is nowhere."""
    _new: dict[bytes, Any] = field(default_factory=dict)
    _where: dict[bytes, tuple[pa.ChunkedArray, int]] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)
    _lock: Any = field(default_factory=threading.RLock)

    def get(self, key: bytes) -> Any:
        """What was found in a text, None where it was not looked at."""
        found = self._new.get(key)
        if found is not None:
            return found
        there = self._where.get(key)
        return None if there is None else self.kind.back(there[0][there[1]].as_py())

    def put(self, key: bytes, found: Any) -> None:
        """Keep what was found in a text, once."""
        with self._lock:
            if key not in self._where:
                self._new[key] = found

    def open(self) -> None:
        """Learn of the files that were written since, by this process or others."""
        if self.place is None or not self.place.exists():
            return
        with self._lock:
            for path in sorted(self.place.glob("[!.]*.arrow")):
                if path.name not in self._read:
                    self._read.add(path.name)
                    table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
                    found = table.column("found")
                    self._where.update((key, (found, i)) for i, key in enumerate(table.column("text").to_pylist()))

    def write(self) -> None:
        """Write what is new; without a folder, forget it."""
        with self._lock:
            if self._new and self.place is not None:
                keys = sorted(self._new)
                values = pa.array([self.kind.plain(self._new[key]) for key in keys], self.kind.type)
                table = pa.table({"text": pa.array(keys, pa.binary(len(keys[0]))), "found": values})
                write_whole(table, self.place / f"{hashlib.sha256(b''.join(keys)).hexdigest()[:32]}.arrow")
            self._new.clear()
            self.open()


@dataclass(eq=False)
class Stores:
    """The stores of one folder."""

    folder: Path | None
    _by_name: dict[str, Store] = field(default_factory=dict)

    def of(self, kind: Kind) -> Store:
        """The store of a kind, opened when first asked for."""
        if kind.name not in self._by_name:
            place = self.folder / f"{kind.name}, {kind.version}" if self.folder is not None else None
            store = Store(kind, place)
            store.open()
            self._by_name[kind.name] = store
        return self._by_name[kind.name]

    def write(self) -> None:
        """Write what is new in all of them."""
        for store in self._by_name.values():
            store.write()


_known: dict[Path, Stores] = {}
_now: ContextVar[Stores | None] = ContextVar("stores", default=None)


@contextmanager
def kept_in(folder: Path | None) -> Iterator[None]:
    """While this lasts, what models find is kept: in the folder for good, without one until the end."""
    stores = Stores(None) if folder is None else _known.setdefault(folder.resolve(), Stores(folder.resolve()))
    token = _now.set(stores)
    try:
        yield
    finally:
        _now.reset(token)
        stores.write()


def recall(memory: Kept[Any], kind: Callable[[], Kind], text: str) -> Any:
    """What is known of a text, in memory or kept; None where nothing is."""
    found = memory.get(text)
    stores = _now.get()
    if stores is None:
        return found
    if found is None:
        found = stores.of(kind()).get(digest(text))
        if found is not None:
            memory.put(text, found)
    else:
        stores.of(kind()).put(digest(text), found)
    return found


def remember(memory: Kept[Any], kind: Callable[[], Kind], text: str, found: Any) -> None:
    """Keep what was found in a text."""
    memory.put(text, found)
    stores = _now.get()
    if stores is not None:
        stores.of(kind()).put(digest(text), found)


def of(memory: Kept[Found], kind: Callable[[], Kind], text: str, find: Callable[[str], Found]) -> Found:
    """What is known of a text, found out now where nothing is."""
    found: Found | None = recall(memory, kind, text)
    if found is None:
        found = find(text)
        remember(memory, kind, text, found)
    return found
