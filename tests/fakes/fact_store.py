"""The fact store in memory, written from the port's words and not from the SQL: two readings of one contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from nextcour.facts.agreement import agree
from nextcour.facts.ledger import EDITOR, NOW, Change, Counts, FactStore, Knowledge, Ruling, Run, Stored
from nextcour.facts.observation import Batch, Key, Observation, Problem

Series = tuple[Key, str, str]  # key, field, source


@dataclass
class Line:
    """One statement and the later days on which it was repeated while it was in force."""

    said: Observation
    recorded_at: dt.datetime
    days: set[dt.date] = field(default_factory=set)
    rulings: list[tuple[dt.date, dt.datetime, bool]] = field(default_factory=list)


class FakeFactStore(FactStore):
    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock
        self._runs: dict[int, Run] = {}
        self._lines: dict[Series, list[Line]] = {}
        self._sources: set[str] = set()
        self._looks: dict[tuple[Key, str], set[dt.date]] = {}
        self._gone: dict[tuple[Key, str], set[dt.date]] = {}

    def begin_run(self, source: str, cursor: str = "") -> Run:
        run = Run(len(self._runs) + 1, source, self._clock(), cursor=cursor)
        self._runs[run.id] = run
        return run

    def unfinished(self, source: str) -> Run | None:
        runs = [run for run in self._runs.values() if run.source == source]
        return runs[-1] if runs and runs[-1].finished is None else None

    def last_finished(self, source: str) -> Run | None:
        runs = [run for run in self._runs.values() if run.source == source and run.finished is not None]
        return runs[-1] if runs else None

    def finish_run(self, run: Run, problems: Collection[Problem] = ()) -> Run:
        current = self._run(run)
        if current.finished is None:
            current = msgspec.structs.replace(current, finished=self._clock(), problems=(*current.problems, *problems))
            self._runs[run.id] = current
        return current

    def store(self, batch: Batch, run: Run) -> Counts:
        current = self._run(run)
        if current.finished is not None:
            raise ValueError("finished")
        now = self._clock()
        total = Counts()
        added = []
        self._sources |= {one.source for one in batch.observations}
        for one in batch.observations:
            counts, is_new = self._take(one, now)
            total += counts
            if is_new:
                added.append(one)
            self._looks.setdefault((one.key, one.source), set()).add(one.observed_at)
        total += Counts(contradicted=sum(map(self._is_contradicted, added)))
        for key in batch.gone:
            self._gone.setdefault((key, run.source), set()).add(now.date())
        self._runs[run.id] = msgspec.structs.replace(
            current,
            cursor=batch.cursor,
            counts=current.counts + total,
            problems=(*current.problems, *batch.problems),
        )
        return total

    def _take(self, one: Observation, now: dt.datetime) -> tuple[Counts, bool]:
        lines = self._lines.setdefault((one.key, one.field, one.source), [])
        rivals = [line for line in lines if measured(line.said) == measured(one)]
        earlier = [line for line in rivals if line.said.observed_at <= one.observed_at]
        in_force = max(earlier, key=lambda line: line.said.observed_at, default=None)
        # max() gives the first of a day, the last one counts.
        for line in earlier:
            if in_force is not None and line.said.observed_at == in_force.said.observed_at:
                in_force = line
        if in_force is not None and content(in_force.said) == content(one):
            in_force.days.add(one.observed_at)
            if one.source == EDITOR and in_force.rulings and in_force.rulings[-1][2]:
                in_force.rulings.append((one.observed_at, now, False))
            return Counts(repeated=1), False
        same_day = [line for line in rivals if one.observed_at in {line.said.observed_at, *line.days}]
        for line in same_day:
            if content(line.said) == content(one):
                if one.source == EDITOR and line.rulings and line.rulings[-1][2]:
                    line.rulings.append((one.observed_at, now, False))
                return Counts(repeated=1), False
        lines.append(Line(one, now))
        if in_force is not None:
            later = {day for day in in_force.days if day > one.observed_at}
            if later:
                again = msgspec.structs.replace(in_force.said, observed_at=max(later))
                lines.append(Line(again, now))
                in_force.days.clear()
        lines.sort(key=lambda line: line.said.observed_at)
        return (Counts(changed=1) if rivals else Counts(new=1)), True

    def _is_contradicted(self, one: Observation) -> bool:
        for source in self._sources:
            lines = self._lines.get((one.key, one.field, source), [])
            if source != one.source:
                same = [line.said for line in lines if measured(line.said) == measured(one)]
                if same and not agree(one.field, one.value, same[-1].value):
                    return True
        return False

    def _run(self, run: Run) -> Run:
        if run.id not in self._runs or self._runs[run.id].source != run.source:
            raise ValueError("unknown")
        return self._runs[run.id]

    def _visible(self, series: Series, cut: Knowledge) -> list[Stored]:
        found = []
        for line in self._lines.get(series, ()):
            if cut.as_of is not None and (
                line.said.observed_at > cut.as_of or (measured(line.said) or dt.date.min) > cut.as_of
            ):
                continue
            if cut.recorded_by is not None and line.recorded_at > cut.recorded_by:
                continue
            end = cut.last_day
            last = max((*line.days, line.said.observed_at))
            if end is not None and last > end:
                last = line.said.observed_at
            decided = [
                withdrawn
                for day, recorded, withdrawn in line.rulings
                if (cut.as_of is None or day <= cut.as_of) and (cut.recorded_by is None or recorded <= cut.recorded_by)
            ]
            found.append(Stored(line.said, line.recorded_at, last, bool(decided and decided[-1])))
        return sorted(found, key=lambda one: (measured(one.observation) or dt.date.min, one.observation.observed_at))

    def _series(self, fields: Collection[str] | None) -> list[Series]:
        return sorted(
            series
            for series in self._lines
            if fields is None or any(series[1] == name or series[1].startswith(name + ".") for name in fields)
        )

    def latest(
        self, keys: Collection[Key] | None = None, cut: Knowledge = NOW, fields: Collection[str] | None = None
    ) -> Iterator[Stored]:
        for series in self._series(fields):
            if keys is None or series[0] in keys:
                visible = self._visible(series, cut)
                if visible:
                    yield visible[-1]

    def history(self, key: Key, field: str | None = None, cut: Knowledge = NOW) -> tuple[Stored, ...]:
        wanted = [series for series in self._series(None) if series[0] == key and field in (None, series[1])]
        return tuple(one for series in wanted for one in self._visible(series, cut))

    def changes(self, since: dt.date, until: dt.date, fields: Collection[str] | None = None) -> Iterator[Change]:
        found = []
        for series in self._series(fields):
            before = None
            for at, after in enumerate(self._visible(series, Knowledge(until))):
                if measured(after.observation) is None:
                    day = after.observation.observed_at
                    if day > since:
                        found.append(((day, series, at), Change(before, after)))
                    before = after
        yield from (change for _, change in sorted(found, key=lambda item: item[0]))

    def revised(self, fields: Collection[str] | None = None) -> Collection[tuple[Key, str]]:
        return {
            (change.after.observation.key, change.after.observation.source)
            for change in self.changes(dt.date.min, dt.date.max, fields)
            if change.before is not None
        }

    def looked(self, keys: Collection[Key], cut: Knowledge = NOW) -> Mapping[tuple[Key, str], dt.date]:
        found = {}
        for (key, source), days in self._looks.items():
            within = [day for day in days if cut.last_day is None or day <= cut.last_day]
            if key in keys and within:
                found[key, source] = max(within)
        return found

    def gone(self, keys: Collection[Key] | None = None, cut: Knowledge = NOW) -> Mapping[tuple[Key, str], dt.date]:
        found = {}
        for (key, source), days in self._gone.items():
            end = cut.last_day or dt.date.max
            looks = [day for day in self._looks.get((key, source), ()) if day <= end]
            since = [day for day in days if day <= end and day >= max(looks, default=dt.date.min)]
            if since and (keys is None or key in keys):
                found[key, source] = min(since)
        return found

    def retract(self, key: Key, field: str, source: str, ruling: Ruling) -> Stored | None:
        visible = self._visible((key, field, source), NOW)
        if not visible or visible[-1].withdrawn:
            return None
        said = visible[-1].observation
        line = next(line for line in reversed(self._lines[key, field, source]) if line.said == said)
        line.rulings.append((ruling.day, self._clock(), True))
        return self._visible((key, field, source), NOW)[-1]


def measured(one: Observation) -> dt.date | None:
    """The day that a measurement is of."""
    return one.valid_from if one.field.startswith("demand.") else None


def content(one: Observation) -> tuple[object, ...]:
    return one.value, one.valid_from, one.valid_to
