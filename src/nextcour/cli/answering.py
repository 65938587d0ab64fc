"""Asking one question and showing the answer: what `ask` does once its options are read.

No click here: importing it costs a fifth of the time that an answer may take (docs/decisions/0001).
"""

from __future__ import annotations

import datetime as dt
import sys

from nextcour.answers.answer import Answer, Outcome
from nextcour.bootstrap import Engine, open_engine
from nextcour.catalog.titles.asked import QueryUnusable
from nextcour.cli.days import today
from nextcour.cli.errors import AMBIGUOUS, NOT_FOUND, USAGE, Stop
from nextcour.cli.progress import steps
from nextcour.store import asked_lately

EXIT = {Outcome.ANSWERED: 0, Outcome.NOT_FOUND: NOT_FOUND, Outcome.AMBIGUOUS: AMBIGUOUS}


def ask_and_show(query: str, day: dt.date, *, strict: bool, short: bool, as_json: bool) -> int:
    """Answer on standard output; returns the exit code. Raises Stop and other Expected errors."""
    answer = ask_one(open_engine(steps), query, day, strict, with_facts=as_json)
    show(answer, short=short, as_json=as_json)
    return EXIT[answer.outcome]


def ask_one(engine: Engine, query: str, day: dt.date, strict: bool, *, with_facts: bool = True) -> Answer:
    """The answer; that its line was asked about is kept for the next sync. Raises Stop (exit code 2) when the question
    cannot be read."""
    try:
        answer = engine.ask(query, day, strict=strict, with_facts=with_facts)
    except QueryUnusable as error:
        raise Stop(str(error), USAGE) from error
    if answer.franchise is not None:
        asked_lately.note(answer.franchise.line, today())
    return answer


def show(answer: Answer, *, short: bool, as_json: bool) -> None:
    if as_json:
        from nextcour.cli.output import print_json  # noqa: PLC0415

        print_json(answer)
    elif short:
        sys.stdout.write(answer_line(answer) + "\n")
    else:
        from nextcour.cli.render import print_answer  # noqa: PLC0415 - rich is only paid for by the full page

        print_answer(answer)


def answer_line(answer: Answer) -> str:
    """The answer in one line."""
    from nextcour.answers.words import percent  # noqa: PLC0415

    if answer.outcome is not Outcome.ANSWERED or answer.franchise is None:
        names = " | ".join(c.title + (f" ({c.year})" if c.year else "") for c in answer.candidates)
        return f"{answer.headline} {names}".rstrip()
    parts = [f"{answer.franchise.title}: {answer.headline}"]
    forecast = answer.forecast
    if forecast is not None and "24" in forecast.announced:
        chance = percent(forecast.announced["24"].p)
        parts.append(f"Chance it is announced within 24 months of {forecast.origin}: {chance}.")
    elif forecast is not None and forecast.window is not None:
        parts.append(f"Most likely out {forecast.window.p10} to {forecast.window.p90}.")
    if answer.stale:
        parts.append(f"Data {answer.data_age_days} days old.")
    return " ".join(parts)
