"""Who, when, and whether the record is whole: what a report is told by the ledger, where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sayso.runtime import manifest


@dataclass(frozen=True)
class Event:
    """Something that was done to a rationale."""

    time: str
    actor: str
    what: str
    """ "written", "changed", "approved", "paused" ..."""
    reason: str = ""


@dataclass(frozen=True)
class History:
    """What is known of each rationale, by its name, oldest first."""

    told: str = "no ledger"
    """Where this comes from, in words."""
    events: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)

    def of(self, name: str) -> tuple[Event, ...]:
        """The events of one rationale."""
        return self.events.get(name, ())


@dataclass(frozen=True)
class Verification:
    """Whether the record is as it was written."""

    files: tuple[str, ...] = ()
    """The files of the run that are not as the manifest says."""
    ledger: str = "no ledger"
    """What was found of the ledger, in words: "intact: 18,204 events", "broken at event 501"."""
    head: str = ""
    """The digest of the ledger's last event."""
    whole: bool = True
    """False where the ledger is broken."""

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return self.whole and not self.files


NO_LEDGER = History()


def verified(folder: Path) -> Verification:
    """What the run's own manifest tells of its files."""
    return Verification(files=tuple(manifest.verify(folder)))
