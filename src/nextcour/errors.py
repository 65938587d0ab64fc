"""The root of errors that a person can act on: their text says what happened, what was kept and what to do next."""

from __future__ import annotations


class Expected(Exception):
    """Shown as one message without a traceback. `code` is the exit code of the command."""

    code = 1
