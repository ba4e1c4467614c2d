"""The command line: `sayso check`, `explain`, `try`, `run`, `why` ... Nothing heavy is imported until a command needs it."""

from __future__ import annotations

import sys

from sayso.audit.inert import inert
from sayso.cli import asking, auditing, comparing, files, record
from sayso.cli.language import app

BROKEN = ("BrokenRecord", "BrokenLedger")


def main() -> None:
    """Run the command line; exit 0 fine, 1 findings, 2 usage, 3 broken record."""
    from sayso.grammar.errors import SaysoError

    try:
        app()
    except SaysoError as error:
        print(inert(str(error)), file=sys.stderr)
        sys.exit(3 if type(error).__name__ in BROKEN else 2)
    except KeyboardInterrupt:
        print("stopped; what was not finished has not been written", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:  # a full disk, a folder that may not be written
        where = f" ({error.filename})" if error.filename else ""
        print(inert(f"{error.strerror or error}{where}; nothing half-written is left in its place"), file=sys.stderr)
        sys.exit(2)


__all__ = ["app", "asking", "auditing", "comparing", "files", "main", "record"]
