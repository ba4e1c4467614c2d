"""Who, when, and whether the record is whole: what a report is told by git and the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Happened:
    """A line of a rationale's history."""

    time: str
    who: str
    what: str
    """What was done; behind a colon the reason that was given, if one was."""
    id: str = ""
    where: str = ""
    """A commit, or the number of an event."""


@dataclass(frozen=True)
class History:
    """What is known of each rationale, by its id, oldest first."""

    told: str = "no ledger"
    """Where this comes from, in words."""
    events: Mapping[str, tuple[Happened, ...]] = field(default_factory=dict)
    authors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Everybody who wrote some of the words of a rationale."""

    def of(self, name: str) -> tuple[Happened, ...]:
        """The events of one rationale."""
        return self.events.get(name, ())

    def with_later(self, later: History) -> History:
        """This and what became known since, of the same rationales; each event once."""
        events = {
            name: in_order((*known, *(one for one in later.of(name) if one not in known)))
            for name, known in self.events.items()
        }
        return History(later.told if later.events else self.told, events, self.authors)

    def to_dict(self) -> dict[str, Any]:
        """The history as plain data."""
        return {
            "told": self.told,
            "rationales": {
                name: {"authors": list(self.authors.get(name, ())), "events": [asdict(one) for one in events]}
                for name, events in self.events.items()
            },
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> History:
        """The history that `to_dict` wrote."""
        by_name = told["rationales"]
        return cls(
            told["told"],
            {name: tuple(Happened(**event) for event in one["events"]) for name, one in by_name.items()},
            {name: tuple(one["authors"]) for name, one in by_name.items()},
        )


def in_order(events: tuple[Happened, ...]) -> tuple[Happened, ...]:
    """Oldest first; a commit comes before the events of its second: git tells seconds, the ledger thousandths."""
    return tuple(sorted(events, key=lambda happened: happened.time.rstrip("Z")))


@dataclass(frozen=True)
class Verification:
    """Whether the record is as it was written."""

    files: tuple[str, ...] = ()
    """The files of the run that are not as they were written."""
    ledger: str = "no ledger"
    """What was found of the ledger, in words: "intact, 18,204 events", "event 501 (line 501) is changed"."""
    head: str = ""
    """The digest of the ledger's last event."""
    whole: bool = True
    """False where the ledger is broken."""

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return self.whole and not self.files
