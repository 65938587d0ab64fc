"""Errors that reach a person: what happened, what was kept, what to do next. Never a traceback."""

from __future__ import annotations

import sys

from nextcour.errors import Expected

NOT_FOUND = 3
AMBIGUOUS = 4
USAGE = 2


class Stop(Expected):
    """Ends the command with `code` and the text as its message."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def report(message: str) -> None:
    """One message on standard error. What the terminal cannot show is escaped rather than failing."""
    print(f"nextcour: {message}".encode(errors="backslashreplace").decode(), file=sys.stderr)  # noqa: T201
