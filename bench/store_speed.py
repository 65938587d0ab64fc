"""Facts per second into the store, and the time of as-of views as it grows.

    .venv/bin/python bench/store_speed.py [--facts 100000] [--large]

Writing: the same observations into our store on SQLite and PostgreSQL, and the same rows by the fastest way we know
into a bare table of the same columns: sqlite-utils' bulk insert, and COPY by psycopg. What we do more (a store
that can be asked for any day: two more tables, two indexes, comparing with what was said before) is in the ratio.

Views: stores of 0.1 and 1 million facts (10 with --large) whose records each have ten changes and 80 daily counts; the
view of one franchise (20 records), and of one field of everything, on a day in the middle. Medians of 15 and 3 goes.

PostgreSQL is started in a temporary folder when it is installed, with its default settings for durability.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402
import sqlite_utils  # noqa: E402
from sqlalchemy.engine import URL  # noqa: E402

from nextcour.facts.ledger import Knowledge  # noqa: E402
from nextcour.facts.observation import Batch, Key, Observation, Provider  # noqa: E402
from nextcour.store.facts.engine import file_url  # noqa: E402
from nextcour.store.facts.sql_store import SqlFactStore, open_store  # noqa: E402

DAY = dt.date(2026, 1, 1)
BATCH = 20_000  # observations
FIELDS = ("title.ja", "title.en", "format", "status", "premiere", "finale", "episodes", "studios", "adult", "season")


def bulk(facts: int) -> Iterator[Observation]:
    """What a bulk source shows: ten fields a record, all new."""
    for number in range(facts // len(FIELDS)):
        key = Key(Provider.MAL, str(number))
        url = f"https://myanimelist.net/anime/{number}"
        for field in FIELDS:
            yield Observation(key, field, f'"{field} of {number}"', "anime-offline-database", DAY, url=url)


def grown(facts: int) -> Iterator[Observation]:
    """A store after years: 100 facts a record, most of them daily counts, ten fields of which one changes often."""
    for number in range(facts // 100):
        key = Key(Provider.MAL, str(number))
        for field in FIELDS[1:]:
            yield Observation(key, field, f'"{number}"', "jikan", DAY)
        for change in range(11):
            yield Observation(key, FIELDS[0], f'"{change}"', "jikan", DAY + dt.timedelta(days=change * 8))
        for count in range(80):
            day = DAY + dt.timedelta(days=count)
            yield Observation(key, "demand.members", str(number + count), "jikan", day, valid_from=day)


def fill(store: SqlFactStore, observations: Iterator[Observation]) -> tuple[int, float]:
    """(facts, seconds)."""
    run = store.begin_run("bench")
    count, spent = 0, 0.0
    held: list[Observation] = []
    ended = False
    while not ended:
        held = [one for one, _ in zip(observations, range(BATCH), strict=False)]
        ended = not held
        started = time.perf_counter()
        store.store(Batch(tuple(held), cursor=str(count)), run)
        spent += time.perf_counter() - started
        count += len(held)
    store.finish_run(run)
    return count, spent


def rows(facts: int) -> list[dict[str, object]]:
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).isoformat()
    return [
        {
            "provider": o.key.provider.value,
            "record": o.key.id,
            "field": o.field,
            "value": o.value,
            "source": o.source,
            "observed_at": o.observed_at.isoformat(),
            "recorded_at": moment,
            "url": o.url,
        }
        for o in bulk(facts)
    ]


def peer_sqlite(path: Path, facts: int) -> float:
    listed = rows(facts)
    database = sqlite_utils.Database(path)
    database.enable_wal()
    started = time.perf_counter()
    database["fact"].insert_all(listed, batch_size=BATCH)  # type: ignore[union-attr]
    spent = time.perf_counter() - started
    database.close()
    return spent


def peer_copy(url: URL, facts: int) -> float:
    listed = [tuple(row.values()) for row in rows(facts)]
    given = url.query["host"]
    with psycopg.connect(host=str(given), user=url.username, dbname=url.database) as connection:
        connection.execute(
            "CREATE TABLE fact (provider text, record text, field text, value text, source text, observed_at date, "
            "recorded_at timestamptz, url text)"
        )
        connection.commit()
        started = time.perf_counter()
        with connection.cursor() as cursor, cursor.copy("COPY fact FROM STDIN") as copy:
            for row in listed:
                copy.write_row(row)
        connection.commit()
        return time.perf_counter() - started


def timed(call: Callable[[], object], goes: int) -> float:
    spent = []
    for _ in range(goes):
        started = time.perf_counter()
        call()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


def write_speed(name: str, store: SqlFactStore, peer_name: str, peer: float, facts: int) -> None:
    count, spent = fill(store, bulk(facts))
    again, repeated = fill(store, bulk(facts))
    print(
        f"{name}: {count / spent:,.0f} facts/s new, {again / repeated:,.0f} repeated ({count:,} facts); "
        f"{peer_name} {count / peer:,.0f} rows/s: {spent / peer:.1f} x its time"
    )


def views(name: str, make: Callable[[int], SqlFactStore], sizes: list[int]) -> None:
    cut = Knowledge(as_of=DAY + dt.timedelta(days=40))
    first: tuple[float, float] | None = None
    for size in sizes:
        store = make(size)
        count, spent = fill(store, grown(size))
        records = size // 100
        keys = [Key(Provider.MAL, str(number * (records // 20))) for number in range(20)]
        one = timed(lambda: list(store.latest(keys, cut)), 15)  # noqa: B023
        whole = timed(lambda: sum(1 for _ in store.latest(None, cut, ["status"])), 3)  # noqa: B023
        first = first or (one, whole)
        print(
            f"{name}, {count / 1e6:.1f} million facts ({count / spent:,.0f} facts/s): view of 20 records "
            f"{one * 1e3:.1f} ms ({one / first[0]:.1f} x), one field of all {records:,} records {whole:.2f} s "
            f"({whole / first[1]:.1f} x)"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--large", action="store_true", help="views at 10 million facts too: minutes and gigabytes")
    given = parser.parse_args()
    sizes = [100_000, 1_000_000] + ([10_000_000] if given.large else [])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peer = peer_sqlite(folder / "peer.sqlite", given.facts)
        store = open_store(file_url(folder / "facts.sqlite"))
        write_speed("SQLite", store, "sqlite-utils insert_all", peer, given.facts)
        views("SQLite", lambda size: open_store(file_url(folder / f"{size}.sqlite")), sizes)
    from tests.store.facts import postgres  # noqa: PLC0415

    try:
        programs = postgres.binaries()
    except BaseException as error:  # noqa: BLE001 - pytest's skip is no Exception
        print(f"PostgreSQL: not measured ({error})")
        return
    print(f"PostgreSQL from {programs}")
    with postgres.server(durable=True) as server:
        peer = peer_copy(server.new_database(), given.facts)
        write_speed("PostgreSQL", open_store(server.new_database()), "COPY", peer, given.facts)
        views("PostgreSQL", lambda _size: open_store(server.new_database()), sizes)


if __name__ == "__main__":
    main()
