"""The slow, obvious references, to compare the engine with."""

from __future__ import annotations

import operations as references

__all__ = ["references"]
