"""The `nextcour` command: entry point, and errors turned into one message.

A plain question (`nextcour ask WORD…`) is answered without importing click (docs/decisions/0001).
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence


def main() -> None:
    """Entry point. Errors that a person can act on become one clear message and their exit code."""
    # A short-lived process makes a few hundred thousand objects and throws none away: collecting them is lost time.
    gc.set_threshold(200_000)
    from nextcour.errors import Expected  # noqa: PLC0415 - after the threshold is set

    for stream in (sys.stdout, sys.stderr):
        # What a terminal of another encoding cannot show becomes `?` rather than a failure.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")

    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except Expected as error:
        code = _failed(str(error), error.code)
    except BrokenPipeError:
        code = 141  # the reader closed early (`| head`): nothing to say
    except KeyboardInterrupt:
        code = _failed("interrupted. Nothing was written half; run it again.", 130)
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        code = _failed(f"{error.strerror or error}{where}. Nothing was written half.", 1)
    # Nothing is open that needs closing, and taking a hundred thousand objects apart takes a tenth of the time. It also
    # keeps the interpreter from flushing a closed pipe once more.
    os._exit(code)


def _failed(message: str, code: int) -> int:
    from nextcour.cli.errors import report  # noqa: PLC0415

    report(message)
    return code


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code. Raises Expected errors."""
    words = plain_question(arguments)
    if words is None:
        from nextcour.cli.commands import cli  # noqa: PLC0415

        cli.main(args=list(arguments), prog_name="nextcour")  # ends the process itself
    from nextcour.cli.answering import ask_and_show  # noqa: PLC0415
    from nextcour.cli.days import today  # noqa: PLC0415

    return ask_and_show(words, today(), strict=False, short=False, as_json=False)


def plain_question(arguments: Sequence[str]) -> str | None:
    """The question of `ask WORD…` when no option stands in it, else None."""
    if len(arguments) < 2 or arguments[0] != "ask":
        return None
    words = arguments[1:]
    if words[0] == "--":
        words = words[1:]
    elif any(word.startswith("-") for word in words):
        return None
    return " ".join(words)


if __name__ == "__main__":
    main()
