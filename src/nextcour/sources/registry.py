"""Every source by the name that people write: what it is, and how to build it.

A source's module is imported when the source is built, so that listing them is quick and needs no library. Adding one:
a class as in `sources.source`, whose first argument is an `Http`, and an entry in `_LISTED`.
"""

from __future__ import annotations

import datetime as dt
import difflib
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import msgspec

from nextcour.errors import Expected
from nextcour.facts.observation import Provider
from nextcour.sources.source import Reach, Source

if TYPE_CHECKING:  # a core install has no httpx
    from nextcour.http.client import Http

_HOUR, _DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class SourceUnknown(Expected):
    """No source has that name. The text has those there are."""


class SourceMissing(Expected):
    """The source is known but cannot be built here. The text says what is lacking."""


class Listing(msgspec.Struct, frozen=True):
    """A source without its code. `interval` is how often it is worth asking, None for only when told; `place` is its
    module and class; `ids` whose numbers it can be asked for titles by, best first."""

    name: str
    title: str
    reach: Reach
    home: str
    licence: str
    interval: dt.timedelta | None
    place: str
    ids: tuple[Provider, ...] = ()

    @property
    def by_itself(self) -> bool:
        """Whether it is asked without being named: it needs nothing but a client."""
        return self.interval is not None


_LISTED = (
    Listing(
        name="offline-database",
        title="anime-offline-database",
        reach=Reach.BULK,
        home="https://github.com/manami-project/anime-offline-database",
        licence="ODbL 1.0 (database), DbCL 1.0 (contents)",
        interval=7 * _DAY,
        place="nextcour.sources.offline_database:OfflineDatabase",
    ),
    Listing(
        name="bangumi-data",
        title="bangumi-data",
        reach=Reach.BULK,
        home="https://github.com/bangumi-data/bangumi-data",
        licence="CC BY 4.0",
        interval=3 * _DAY,
        place="nextcour.sources.bangumi_packages:BangumiPackages",
    ),
    Listing(
        name="anilist",
        title="AniList",
        reach=Reach.TITLES,
        home="https://anilist.co",
        licence="API terms: no mass collection, no backup store; only titles that a person cares about are asked for",
        interval=_DAY,
        place="nextcour.sources.anilist:AniList",
        ids=(Provider.ANILIST, Provider.MAL),
    ),
    Listing(
        name="jikan",
        title="MyAnimeList, by Jikan",
        reach=Reach.TITLES,
        home="https://jikan.moe",
        licence="Jikan's terms of use: a free, unofficial API; only titles that a person cares about are asked for",
        interval=_DAY,
        place="nextcour.sources.jikan:Jikan",
        ids=(Provider.MAL,),
    ),
    Listing(
        name="wikimedia",
        title="Wikimedia pageviews",
        reach=Reach.TITLES,
        home="https://doc.wikimedia.org/generated-data-platform/aqs/analytics-api/",
        licence="CC0 1.0",
        interval=_DAY,
        place="nextcour.sources.wikimedia:Wikimedia",
        ids=(Provider.MAL, Provider.ANILIST),
    ),
    Listing(
        name="ann-news",
        title="Anime News Network",
        reach=Reach.FEED,
        home="https://www.animenewsnetwork.com",
        licence="headlines with credit and link; see https://www.animenewsnetwork.com/encyclopedia/api.php",
        interval=3 * _HOUR,
        place="nextcour.sources.ann_news:AnnNews",
    ),
    Listing(
        name="ann",
        title="Anime News Network Encyclopedia",
        reach=Reach.TITLES,
        home="https://www.animenewsnetwork.com/encyclopedia/",
        licence="free with credit and link; see https://www.animenewsnetwork.com/encyclopedia/api.php",
        interval=7 * _DAY,
        place="nextcour.sources.ann:Ann",
        ids=(Provider.ANN,),
    ),
    Listing(
        name="file",
        title="a file of your own",
        reach=Reach.BULK,
        home="",
        licence="your own file",
        interval=None,  # a path and a mapping are needed
        place="nextcour.sources.file:FileSource",
    ),
)


def listings() -> tuple[Listing, ...]:
    """All sources, in the order in which they are worth asking."""
    return _LISTED


def listing(name: str) -> Listing:
    """The source that observations call `name`: `file:my-series` is `file`. Raises SourceUnknown."""
    plain = name.partition(":")[0]
    found = next((one for one in _LISTED if one.name == plain), None)
    if found is not None:
        return found
    names = [one.name for one in _LISTED]
    near = difflib.get_close_matches(plain, names, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise SourceUnknown(f"There is no source {name[:40]!r}.{hint} There are: {', '.join(names)}.")


def build(name: str, http: Http | None, *arguments: Any, **options: Any) -> Source:
    """The source `name` on the client `http`; what else its class takes is handed on (`file` takes a path and a
    mapping). Raises SourceUnknown, SourceMissing."""
    one = listing(name)
    module, _, maker = one.place.partition(":")
    try:
        found = getattr(import_module(module), maker)
    except ModuleNotFoundError as error:
        if error.name and (module == error.name or module.startswith(f"{error.name}.")):
            raise SourceMissing(f"The source {name} is not part of this version.") from error
        raise SourceMissing(f"{one.title} needs {error.name}: pip install 'nextcour[sources]'") from error
    return cast("Source", found(http, *arguments, **options))
