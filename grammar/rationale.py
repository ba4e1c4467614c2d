"""The whole of a sentence: what to vote, and when."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.grammar import plan
from sayso.grammar.forms import Condition, Form, register
from sayso.grammar.schema import Schema


@register
@dataclass(frozen=True)
class Vote(Form):
    """A vote for one label, for any of several, for all but some (`negated`), or for none (abstain)."""

    labels: tuple[str, ...]
    negated: bool = False

    @property
    def words(self) -> str:
        """The vote in words: "lease", "not lease", "lease or nda", "abstain"."""
        if not self.labels:
            return "abstain"
        return ("not " if self.negated else "") + " or ".join(self.labels)

    def say(self) -> str:
        """ "label lease", "label not lease", "label lease or nda", "abstain"."""
        return f"label {self.words}" if self.labels else "abstain"

    def outcome(self, schema: Schema) -> tuple[str, ...]:
        """The set of labels that the vote leaves possible, in the schema's order."""
        return tuple(label for label in schema.labels if self.labels and (label in self.labels) != self.negated)


@register
@dataclass(frozen=True)
class Clause(Form):
    """A vote with the condition on which it is cast."""

    vote: Vote
    when: Condition

    def say(self) -> str:
        """ "label lease if the body contains 'rent'"."""
        return f"{self.vote.say()} if {self.when.say()}"


@register
@dataclass(frozen=True)
class Rationale(Form):
    """Clauses of which the first that holds votes; `otherwise` is the vote where none does."""

    clauses: tuple[Clause, ...]
    otherwise: Vote | None = None

    @property
    def label(self) -> str:
        """What is voted, in words."""
        votes = [clause.vote.words for clause in self.clauses]
        return ", otherwise ".join(votes + ([self.otherwise.words] if self.otherwise else []))

    def say(self) -> str:
        """The sentence in canonical English."""
        said = ", otherwise ".join(clause.say() for clause in self.clauses)
        return said + (f", otherwise {self.otherwise.say()}" if self.otherwise else "")

    def branches(self, schema: Schema) -> tuple[plan.Branch, ...]:
        """What the engine runs."""
        branches = [plan.Branch(c.vote.outcome(schema), c.when.lower(schema)) for c in self.clauses]
        if self.otherwise is not None:
            branches.append(plan.Branch(self.otherwise.outcome(schema), plan.Always()))
        return tuple(branches)
