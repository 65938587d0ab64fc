"""Parameters that several routes take."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from fastapi import Path, Query

from nextcour.api.problems import ProblemError
from nextcour.catalog.titles.normalise import MAX_QUERY
from nextcour.site.site import Site

# Ids are slugs; a pattern keeps what can be no id away from everything else.
SLUG = r"^[a-z0-9][a-z0-9-]{0,99}$"

Text = Annotated[str, Query(min_length=1, max_length=MAX_QUERY, description="A title or question, in any script.")]
Line = Annotated[str, Path(pattern=SLUG, description="Id of a main line, as `shows` and `search` give it.")]
FranchiseId = Annotated[str, Path(pattern=SLUG, description="Id of a franchise.")]
AsOf = Annotated[dt.date | None, Query(description="Only what could be known on this day; today unless given.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the part before.")]
Year = Annotated[int, Path(ge=1900, le=2100)]
SeasonName = Annotated[Literal["winter", "spring", "summer", "fall"], Path()]


def day_of(site: Site, as_of: dt.date | None) -> dt.date:
    """The day to answer for. Raises ProblemError for one that has not come."""
    if as_of is None:
        return site.today
    if as_of > site.today:
        raise ProblemError(422, f"{as_of} has not come: nobody knows what will be known then.", "as_of")
    return as_of
