"""AniList as a source: the titles asked for, and one step along their story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from nextcour.facts.observation import Batch, Key, Observation, Problem, Provider
from nextcour.http.client import Http
from nextcour.http.errors import HttpFault, RateLimited, Unreachable
from nextcour.sources.anilist.adapter import NAME, follow, observations
from nextcour.sources.anilist.client import URL, Client, Down, Titles
from nextcour.sources.anilist.queries import PER_PAGE
from nextcour.sources.anilist.wire import Media
from nextcour.sources.asked import Number, Place, beyond, listed, numbers, turn, unusable
from nextcour.sources.source import Reach

MOST = 200  # titles a run asks for, and related ones it follows: its terms forbid mass collection
_ENDS = (Down, RateLimited, Unreachable)  # no use in asking on
_PATIENCE = 3  # answers in a row of no use, then the run ends


@dataclass
class _Run:
    """What one call of `batches` has seen."""

    today: dt.date
    asked: frozenset[Number]  # every title wanted, whether its turn or not
    place: Place
    seen: set[int] = field(default_factory=set)  # AniList ids
    seen_mal: set[int] = field(default_factory=set)
    failures: int = 0


@dataclass
class _Step:
    """What one batch is made of."""

    rows: list[Observation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    gone: list[Key] = field(default_factory=list)
    ended: bool = False


class AniList:
    """Asks for the titles wanted by their AniList or MyAnimeList id, and for their sequels, prequels, side stories and
    parents (so that an announced season is seen), never for more than `most` of each in a run.

    With `trends`, each answer also brings the title's last 25 days of popularity, watching and score.
    """

    name = NAME
    title = "AniList"
    reach = Reach.TITLES
    home = "https://anilist.co"
    licence = "API terms: no mass collection, no backup store; only titles that a person cares about are asked for"

    def __init__(self, http: Http, *, url: str = URL, most: int = MOST, trends: bool = False) -> None:
        self._client = Client(http, url)
        self._most = most
        self._trends = trends

    def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
        """Up to 50 titles and what they lead to in a batch; see `Source`."""
        rows, others = numbers(wanted, (Provider.ANILIST, Provider.MAL))
        run = _Run(today, frozenset(rows), Place.read(cursor, today))
        left = _after(turn(rows, self._most, run.place.began), run.place.after)
        said = [
            *unusable(NAME, self.title, others, "an AniList or MyAnimeList id"),
            *beyond(NAME, self.title, len(rows), self._most),
        ]
        if said and not cursor:
            yield Batch((), run.place.text(), tuple(said))
        while left:
            chunk, left = _chunk(left, run)
            if not chunk:
                return
            step = _Step()
            self._ask(chunk, run, step)
            if not step.ended:
                run.place = replace(run.place, after=chunk[-1])
            yield Batch(tuple(step.rows), run.place.text(), tuple(step.problems), tuple(step.gone), step.ended)
            if step.ended:
                return

    def _ask(self, chunk: Sequence[Number], run: _Run, step: _Step) -> None:
        """Fills `step` with what is shown of `chunk` and of what it leads to."""
        mal = chunk[0].provider is Provider.MAL
        wanted = {each.number for each in chunk}
        media = self._titles(sorted(wanted), mal, run, step)
        if media is None:
            return
        missing = wanted - {row.id_mal if mal else row.id for row in media if row.id_mal or not mal}
        if mal and missing:
            self._note(step, f"MyAnimeList id {listed(missing)}", "AniList shows no anime with it")
        elif missing and not step.problems:
            again = self._titles(sorted(missing), False, run, step)  # pages shift: ask once more before saying so
            if again is None:
                return
            missing -= {row.id for row in again}
            media = [*media, *again]
            if missing and not step.problems:
                step.gone.extend(Key(Provider.ANILIST, str(number)) for number in sorted(missing))
                self._note(step, f"id {listed(missing)}", "AniList shows no such anime, or no longer")
        self._follow(media, run, step)

    def _follow(self, media: Iterable[Media], run: _Run, step: _Step) -> None:
        """One step along the story, for what nobody asked for by name."""
        found: dict[int, None] = {}
        for row in media:
            for number, mal in follow(row):
                asked = Number(Provider.ANILIST, number) in run.asked or (
                    mal is not None and Number(Provider.MAL, mal) in run.asked
                )
                if number not in run.seen and not asked:
                    found[number] = None
        room = max(0, self._most - run.place.followed)
        if len(found) > room:
            self._note(step, f"related titles {listed(list(found)[room:])}", f"a run follows at most {self._most:,}")
        chosen = list(found)[:room]
        followed = run.place.followed
        for start in range(0, len(chosen), PER_PAGE):
            part = chosen[start : start + PER_PAGE]
            self._titles(part, False, run, step)
            if step.ended:
                return
            followed += len(part)
        run.place = replace(run.place, followed=followed)

    def _titles(self, ids: Sequence[int], mal: bool, run: _Run, step: _Step) -> list[Media] | None:
        """Asks for `ids` and writes down what is shown of them. None when nothing of use came."""
        try:
            titles = self._client.titles(ids, mal=mal, trends=self._trends)
        except HttpFault as fault:
            run.failures += 1
            step.ended = isinstance(fault, _ENDS) or run.failures >= _PATIENCE
            end = "; the run ends here and goes on from here next time" if step.ended else ""
            self._note(step, f"{'MyAnimeList ' if mal else ''}id {listed(ids)}", f"{fault}{end}")
            return None
        run.failures = 0
        for words in titles.faults:
            self._note(step, f"{'MyAnimeList ' if mal else ''}id {listed(ids)}", words)
        self._write(titles, run, step)
        return list(titles.media)

    def _write(self, titles: Titles, run: _Run, step: _Step) -> None:
        day = min(run.today, titles.day)
        for media in titles.media:
            if media.id in run.seen:
                continue
            run.seen.add(media.id)
            if media.id_mal is not None:
                run.seen_mal.add(media.id_mal)
            step.rows.extend(observations(media, day, clean=titles.clean))

    def _note(self, step: _Step, what: str, why: str) -> None:
        step.problems.append(Problem(NAME, what, why))


def _after(rows: list[Number], after: Number | None) -> list[Number]:
    """What comes after `after` in the order of `numbers`: AniList ids, then MyAnimeList ids."""
    if after is None:
        return rows
    order = (Provider.ANILIST, Provider.MAL)
    place = (order.index(after.provider), after.number) if after.provider in order else (0, 0)
    return [row for row in rows if (order.index(row.provider), row.number) > place]


def _chunk(left: list[Number], run: _Run) -> tuple[list[Number], list[Number]]:
    """The next titles to ask for, of one provider, and those that remain. Those seen already are passed over."""
    rows = [row for row in left if row.number not in (run.seen if row.provider is Provider.ANILIST else run.seen_mal)]
    first = [row for row in rows if row.provider is rows[0].provider][:PER_PAGE]
    return first, rows[len(first) :]
