"""Days on the command line."""

from __future__ import annotations

import datetime as dt
import os

from nextcour.cli.errors import USAGE, Stop


def today() -> dt.date:
    """The machine's day. `NEXTCOUR_TODAY=2026-11-23` sets another one, for tests. Raises Stop."""
    fixed = os.environ.get("NEXTCOUR_TODAY")
    if fixed:
        try:
            return dt.date.fromisoformat(fixed)
        except ValueError:
            raise Stop(f"NEXTCOUR_TODAY is {fixed[:40]!r}, not a day like 2026-11-23.", USAGE) from None
    return dt.datetime.now().astimezone().date()


def past_day(text: str) -> dt.date:
    """The calendar day `YYYY-MM-DD`, which must not lie in the future: knowledge cannot be cut at a day that has not
    come. Raises ValueError with words for a person."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} is no day of the calendar; write it like 2022-01-31.") from None
    if day > today():
        raise ValueError(f"{day} is in the future (today is {today()}): nobody can know what will be known then.")
    return day
