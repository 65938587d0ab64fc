"""Types of options that several commands share."""

from __future__ import annotations

import datetime as dt

import click

from nextcour.cli.days import past_day


class Day(click.ParamType[dt.date]):
    """A calendar day, `YYYY-MM-DD`, not in the future."""

    name = "DAY"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return past_day(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
