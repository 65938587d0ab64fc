"""Jikan as a source: the titles asked for, and one step along their story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from nextcour.facts.observation import Batch, Key, Observation, Problem, Provider
from nextcour.http.client import Http
from nextcour.http.errors import HttpFault, RateLimited, Unreachable
from nextcour.sources.asked import Number, Place, beyond, listed, numbers, turn, unusable
from nextcour.sources.jikan.adapter import NAME, follow, observations
from nextcour.sources.jikan.client import URL, Client
from nextcour.sources.jikan.wire import Anime
from nextcour.sources.source import Reach

MOST = 100  # titles a run asks for, and related ones it follows: two requests each, 60 a minute
_PATIENCE = 3  # titles in a row that cannot be had, then the run ends


@dataclass
class _Run:
    """What one call of `batches` has seen."""

    today: dt.date
    asked: frozenset[int]  # every title wanted, whether its turn or not
    place: Place
    seen: set[int] = field(default_factory=set)
    failures: int = 0


@dataclass
class _Step:
    """What one batch is made of."""

    rows: list[Observation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ended: bool = False

    def note(self, what: str, why: str) -> None:
        self.problems.append(Problem(NAME, what, why))


class Jikan:
    """Asks for the titles wanted by their MyAnimeList id, and for their sequels, prequels, side stories and parents,
    never for more than `most` of each in a run."""

    name = NAME
    title = "MyAnimeList, by Jikan"
    reach = Reach.TITLES
    home = "https://jikan.moe"
    licence = "Jikan's terms of use: a free, unofficial API; only titles that a person cares about are asked for"

    def __init__(self, http: Http, *, url: str = URL, most: int = MOST) -> None:
        self._client = Client(http, url)
        self._most = most

    def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
        """One title and what it leads to in a batch; see `Source`."""
        rows, others = numbers(wanted, (Provider.MAL,))
        run = _Run(today, frozenset(row.number for row in rows), Place.read(cursor, today))
        said = [
            *unusable(NAME, self.title, others, "a MyAnimeList id"),
            *beyond(NAME, self.title, len(rows), self._most),
        ]
        if said and not cursor:
            yield Batch((), run.place.text(), tuple(said))
        for row in turn(rows, self._most, run.place.began):
            if run.place.after is not None and row <= run.place.after:
                continue
            step = _Step()
            self._ask(row, run, step)
            if not step.ended:
                run.place = replace(run.place, after=row)
            yield Batch(tuple(step.rows), run.place.text(), tuple(step.problems), stopped=step.ended)
            if step.ended:
                return

    def _ask(self, row: Number, run: _Run, step: _Step) -> None:
        anime = self._anime(row.number, run, step)
        if anime is None:
            return
        others = [number for number in follow(anime) if number not in run.asked and number not in run.seen]
        room = max(0, self._most - run.place.followed)
        if others[room:]:
            step.note(f"related titles {listed(others[room:])}", f"a run follows at most {self._most:,}")
        followed = run.place.followed
        for number in others[:room]:
            self._anime(number, run, step)
            if step.ended:
                return
            followed += 1
        run.place = replace(run.place, followed=followed)

    def _anime(self, number: int, run: _Run, step: _Step) -> Anime | None:
        """Asks for one title and writes down what is shown of it. None when there was nothing to be had."""
        run.seen.add(number)
        try:
            found = self._client.anime(number)
        except HttpFault as fault:
            self._fault(f"id {number}", fault, run, step)
            return None
        if found is None:
            step.note(f"id {number}", "no such anime is shown (404); Jikan may go on saying so for days after it is")
            return None
        anime, shown = found
        statistics = None
        try:
            statistics = self._client.statistics(number)
        except HttpFault as fault:
            self._fault(f"statistics of id {number}", fault, run, step)
        else:
            run.failures = 0
        day = min(run.today, shown.day)
        step.rows.extend(observations(anime, statistics, day, min(day, shown.counted)))
        return anime

    def _fault(self, what: str, fault: HttpFault, run: _Run, step: _Step) -> None:
        """One title that fails is a line; several in a row, or a plea for a pause, end the run."""
        run.failures += 1
        lost = isinstance(fault, Unreachable) and run.failures >= _PATIENCE - 1
        step.ended = step.ended or isinstance(fault, RateLimited) or lost or run.failures >= _PATIENCE
        step.note(what, f"{fault}" + ("; the run ends here and goes on from here next time" if step.ended else ""))
