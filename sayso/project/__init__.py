"""A project: a folder with sayso.toml and .say files, checked, run, asked why.

`Project` is loaded when it is first asked for: git calls the merge driver file by file, and it needs nothing of the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.project.project import Project

__all__ = ["Project"]


def __getattr__(name: str) -> Any:
    """Load `Project` when it is first asked for."""
    if name != "Project":
        raise AttributeError(f"module 'sayso.project' has no attribute {name!r}")
    from sayso.project.project import Project

    return Project
