"""A project: a folder with sayso.toml and .say files, checked, run, asked why."""

from sayso.project.project import Project

__all__ = ["Project"]
