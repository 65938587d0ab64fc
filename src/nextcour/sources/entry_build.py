"""One entry out of what the sources say about it."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Collection, Mapping

import msgspec

from nextcour.catalog.adult import is_adult_site
from nextcour.catalog.broadcast import days_of_run, jst_day, weekly_episodes
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, Ids, Stream, Title, TitleKind
from nextcour.catalog.studios import StudioNames
from nextcour.catalog.tags import TagRules
from nextcour.catalog.text import clean
from nextcour.catalog.validate import TMDB_ID
from nextcour.sources import arm, bangumi_data, bgmd, schedule_search
from nextcour.sources.titles import Scribe, TitleList

_SLOT = re.compile(r"R/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/P\d{1,3}[DWMY]")
ROMAJI_SOURCE = "cutlet"


class Parts(msgspec.Struct, frozen=True):
    """What the sources have on one entry. `items` is not empty; its first row is the main one."""

    items: tuple[bangumi_data.Item, ...]
    names: bgmd.Item | None
    counts: schedule_search.Subject | None
    mapping: arm.Row | None


class EntryBuilder:
    """Builds entries one by one and counts in `notes` where sources disagree or a rule decided."""

    def __init__(
        self,
        *,
        scribe: Scribe,
        meta: dict[str, bangumi_data.SiteMeta],
        tags: TagRules,
        studios: StudioNames,
        people: Mapping[str, str],
        adult_domains: Collection[str],
        notes: Counter[str],
    ) -> None:
        self._scribe = scribe
        self._meta = meta
        self._tags = tags
        self._studios = studios
        self._people = people
        self._adult_domains = adult_domains
        self._notes = notes

    def entry(self, identity: str, parts: Parts) -> Entry:
        """The entry called `identity`. Raises ValueError when its begin is no time."""
        main = parts.items[0]
        tags = parts.names.tags if parts.names else ()
        premiere, finale = self._days(parts)
        stated = self._stated_episodes(parts, finale)
        kind = self._tags.format(main.type, tags, one_day=finale == premiere, episodes=stated)
        slot = main.broadcast if main.broadcast and _SLOT.fullmatch(main.broadcast) else None
        inferred = None
        if stated is None and finale and kind is Format.TV and slot is not None and slot.endswith("/P7D"):
            inferred = weekly_episodes(premiere, finale)
        site = bangumi_data.web_address(html.unescape(main.official_site))
        show, season, episode = bangumi_data.tmdb_parts(self._tmdb(parts))
        if len(self._tags.materials(tags)) > 1:
            self._notes["source material: tags name several, the first by precedence is taken"] += 1
        return Entry(
            id=identity,
            titles=self._titles(parts),
            format=kind,
            lang=main.lang,
            premiere=FuzzyDate.of(premiere),
            finale=FuzzyDate.of(finale) if finale else FuzzyDate(),
            broadcast=slot,
            episodes=stated or inferred,
            episodes_inferred=stated is None and inferred is not None,
            official_site=site,
            ids=self._ids(parts),
            tmdb_show=show,
            tmdb_season=season,
            tmdb_episode=episode,
            source_material=self._tags.source_material(tags),
            original_titles=self._originals(parts),
            studios=self._studios.among(tags),
            people=tuple(sorted({self._people[tag] for tag in tags if self._is_person(tag)})),
            tags=self._tags.kinds(tags),
            streams=self._streams(parts),
            demand=parts.counts.demand() if parts.counts else None,
            adult=is_adult_site(site, self._adult_domains),
            sources=self._sources(parts),
        )

    def _is_person(self, tag: str) -> bool:
        return tag in self._people and self._studios.canonical(tag) is None

    def _days(self, parts: Parts) -> tuple[dt.date, dt.date | None]:
        main = parts.items[0]
        stated = parts.counts.air_day if parts.counts else None
        if stated is None and parts.names:
            stated = parts.names.air_day
        days = days_of_run(
            main.started, main.ended, is_tv=main.type == "tv", stated=stated, by_2022=parts.counts is not None
        )
        if days[0] != jst_day(main.started):
            self._notes["premiere: 16:00 UTC read as a placeholder on the day before"] += 1
        return days

    @staticmethod
    def _stated_episodes(parts: Parts, finale: dt.date | None) -> int | None:
        """Only for runs that were over when they were counted: before, it is a plan."""
        over = finale is not None and finale <= schedule_search.COUNTED_TO
        return parts.counts.episodes if parts.counts and over else None

    def _titles(self, parts: Parts) -> tuple[Title, ...]:
        titles = TitleList(self._scribe)
        source = bangumi_data.NAME
        titles.add(parts.items[0].title, parts.items[0].lang, TitleKind.NATIVE, source)
        for item in parts.items[1:]:
            titles.add(item.title, item.lang, TitleKind.TRANSLATED, source)
        for item in parts.items:
            for lang, texts in sorted(item.title_translate.items()):
                titles.add_all(texts, lang, TitleKind.TRANSLATED, source)
        if parts.names:
            if parts.names.bangumi:
                titles.add(parts.names.bangumi.name_cn, "zh-Hans", TitleKind.TRANSLATED, bgmd.NAME)
            titles.add_all(parts.names.alias, "und", TitleKind.ALIAS, bgmd.NAME)
        titles.add_romaji(ROMAJI_SOURCE)
        return titles.titles()

    def _ids(self, parts: Parts) -> Ids:
        main = parts.items[0]
        row = parts.mapping or arm.Row()
        anilist = main.number("aniList")
        if anilist is not None and row.anilist_id is not None:
            agree = anilist == row.anilist_id
            self._notes[f"AniList id: bangumi-data and arm {'agree' if agree else 'disagree'}"] += 1
        elif row.anilist_id is not None:
            self._notes["AniList id: only arm has it"] += 1
        return Ids(
            mal=main.number("mal"),
            anilist=anilist or row.anilist_id,
            anidb=main.number("anidb"),
            bangumi=main.number("bangumi"),
            annict=row.annict_id,
            syobocal=row.syobocal_tid,
            tmdb=self._tmdb(parts),
            tmdb_guess=parts.names.tmdb_guess if parts.names else None,
        )

    def _tmdb(self, parts: Parts) -> str | None:
        """The TMDB id as far as it can be read: one odd row must not stop a newer catalogue from being built."""
        raw = parts.items[0].site_id("tmdb")
        if raw is None:
            return None
        found = TMDB_ID.match(raw)
        if found is None or found.group() != raw:
            self._notes["TMDB id: the end cannot be read and is left out"] += 1
        return found.group() if found else None

    def _originals(self, parts: Parts) -> tuple[str, ...]:
        texts = parts.names.original if parts.names else ()
        return tuple(dict.fromkeys(text for raw in texts if (text := clean(raw))))

    def _streams(self, parts: Parts) -> tuple[Stream, ...]:
        rows = {row.site: row for item in reversed(parts.items) for row in bangumi_data.streams(item, self._meta)}
        return tuple(rows[site] for site in sorted(rows))

    @staticmethod
    def _sources(parts: Parts) -> tuple[str, ...]:
        named = {
            bangumi_data.NAME: True,
            bgmd.NAME: parts.names is not None,
            schedule_search.NAME: parts.counts is not None,
            arm.NAME: parts.mapping is not None,
        }
        return tuple(name for name, present in named.items() if present)
