"""The slow, obvious references, to compare the engine with."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_PATH = Path(__file__).resolve().parent.parent / "references" / "operations.py"
_SPEC = importlib.util.spec_from_file_location("operations", _PATH)
assert _SPEC and _SPEC.loader
references = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(references)
