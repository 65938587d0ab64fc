"""Up to when past shows can be followed."""

from __future__ import annotations

import datetime as dt

from nextcour.catalog.dates import add_months

MATURITY_MONTHS = 30


def announcements_to(as_of: dt.date, data_day: dt.date) -> dt.date:
    """The day up to which announcements are known on `as_of`: MATURITY_MONTHS before the catalogue's last day, because
    it holds hardly any show that is not out yet (see `forecast.history`)."""
    return min(as_of, add_months(data_day, -MATURITY_MONTHS))
