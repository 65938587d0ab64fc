"""Days on the command line."""

from __future__ import annotations

import datetime as dt
import os

import click


def today() -> dt.date:
    """The machine's day. `NEXTCOUR_TODAY=2026-11-23` sets another one, for tests and reproducible pages."""
    fixed = os.environ.get("NEXTCOUR_TODAY")
    if fixed:
        try:
            return dt.date.fromisoformat(fixed)
        except ValueError:
            raise click.UsageError(f"NEXTCOUR_TODAY is {fixed!r}, not a day like 2026-11-23.") from None
    return dt.datetime.now().astimezone().date()


class Day(click.ParamType[dt.date]):
    """A calendar day, `YYYY-MM-DD`, not in the future: knowledge cannot be cut at a day that has not come."""

    name = "DAY"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            day = dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{str(value)[:40]!r} is no day of the calendar; write it like 2022-01-31.", param, ctx)
        if day > today():
            self.fail(
                f"{day} is in the future (today is {today()}): nobody can know what will be known then.", param, ctx
            )
        return day
