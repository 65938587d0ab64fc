"""Complete looks: days on which a source that lists everything was read to its end. Pure.

Only such a look shows that something is *not* there. A look at one show by its page shows what that page names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from nextcour.facts.ledger import Stored
from nextcour.facts.observation import Key

# Sources that list everything of their kind, the sequel that is new beside the show that it continues. What each covers
# stands in docs/knowable.md.
LISTS_ALL = ("bangumi-data", "offline-database")
Gone = Mapping[tuple[Key, str], dt.date]


def complete_day(source: str, said: Iterable[Stored], gone: Gone, *, resting: bool) -> dt.date | None:
    """The day of the last complete look of `source`, which has finished a go at least once; None without any.

    `said` are its statements. `resting`: no go is unfinished, so that the last day it showed anything is that of a look
    at all it has. Else some records are ahead of the others, and the day is the one that all had reached.
    """
    last: dict[Key, dt.date] = {}
    for one in said:
        key = one.observation.key
        if one.observation.source == source and (key, source) not in gone:
            last[key] = max(one.last_seen, last.get(key, one.last_seen))
    if not last:
        return None
    return max(last.values()) if resting else min(last.values())
