"""What was found out about texts, kept for the next question: bounded, and safe to share between threads."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sized
from typing import Generic, TypeVar

Found = TypeVar("Found", bound=Sized)


class Kept(Generic[Found]):
    """Findings by text, the least recently used forgotten first once they weigh too much.

    The key is the text's digest, so that no text is held in memory for it; a finding weighs one more than its length."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self._found: OrderedDict[bytes, Found] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, text: str) -> Found | None:
        """What is kept about a text, None where nothing is."""
        key = digest(text)
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def put(self, text: str, found: Found) -> None:
        """Keep a finding."""
        key = digest(text)
        with self._lock:
            old = self._found.pop(key, None)
            self.weight += len(found) + 1 - (len(old) + 1 if old is not None else 0)
            self._found[key] = found
            while self.weight > self.most and len(self._found) > 1:
                _, oldest = self._found.popitem(last=False)
                self.weight -= len(oldest) + 1

    def of(self, text: str, find: Callable[[str], Found]) -> Found:
        """What is kept about a text, found out now where nothing is."""
        found = self.get(text)
        if found is None:
            found = find(text)
            self.put(text, found)
        return found


def digest(text: str) -> bytes:
    """The digest that a text is known by."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
