"""What the languages have in common: names of services, and numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Stream
from nextcour.forecast.model import Chance

# Names in Latin script of services that the sources name in Chinese or Japanese.
LATIN = {
    "danime": "d Anime Store",
    "bilibili": "Bilibili",
    "bilibili_hk_mo_tw": "Bilibili",
    "bilibili_hk_mo": "Bilibili",
    "bilibili_tw": "Bilibili",
    "gamer": "Bahamut Anime Crazy",
    "gamer_hk": "Bahamut Anime Crazy",
    "iqiyi": "iQIYI",
    "qq": "Tencent Video",
    "youku": "Youku",
    "mgtv": "Mango TV",
    "muse_tw": "Muse",
    "muse_hk": "Muse",
    "ani_one": "Ani-One",
    "ani_one_asia": "Ani-One",
    "tropics": "Tropics Entertainment",
}
# Services that a reader of each language is most likely to have, in this order; others after them.
_FIRST = {
    "en": ("crunchyroll", "netflix", "prime", "disneyplus", "youtube", "ani_one_asia", "muse_tw", "bilibili"),
    "ja": ("danime", "unext", "abema", "prime", "netflix", "disneyplus", "nicovideo"),
    "zh": ("bilibili", "iqiyi", "qq", "youku", "mgtv", "acfun", "gamer", "netflix"),
}
STREAMS = 4  # named at most


def services(streams: Sequence[Stream], lang: str) -> list[Stream]:
    """Every service once, those first that readers of `lang` have. The order is the same for the same streams."""
    order = {site: at for at, site in enumerate(_FIRST[lang])}
    found: dict[str, Stream] = {}
    for stream in sorted(streams, key=lambda one: (order.get(one.site, len(order)), one.site, one.url)):
        found.setdefault(LATIN.get(stream.site, stream.name), stream)
    return list(found.values())


def share(p: float, *, least: str, most: str) -> str:
    """A chance as `ask` rounds it: `0.5%`, `21%`; `least` and `most` stand for what is too near to 0 and 1."""
    if p < 0.001:
        return least
    if p > 0.99:
        return most
    return f"{p * 100:.1f}%" if p < 0.0995 else f"{p * 100:.0f}%"


def distinct(chances: Sequence[tuple[dt.date, Chance]]) -> list[tuple[dt.date, Chance]]:
    """Chances by days in order; of those that are shown as the same figure only that of the last day."""
    return list({share(chance.p, least="<", most=">"): (day, chance) for day, chance in chances}.values())


def bound(p: float) -> str:
    """A bound of a range in percent, without the sign: `0.5`, `10`."""
    return f"{p * 100:g}"


def date_of_iso(text: str) -> FuzzyDate | None:
    """An ISO date, perhaps fuzzy; None for anything else."""
    parts = text.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) > 3:
        return None
    try:
        return FuzzyDate.from_iso(text)
    except ValueError:
        return None
