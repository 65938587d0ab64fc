"""`nextcour schedule`: syncing as a service."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from nextcour.cli.days import today
from nextcour.cli.extras import need_sync
from nextcour.cli.facts_at_hand import fact_store

if TYPE_CHECKING:
    from nextcour.facts.ledger import FactStore
    from nextcour.sources.registry import Listing
    from nextcour.syncing.breaks import Breaks
    from nextcour.syncing.due import When
    from nextcour.syncing.outcome import Outcome


@click.command()
@click.option("--once", is_flag=True, help="Ask what is due and end, for cron and timers.")
@click.option("--list", "listed", is_flag=True, help="When each source was asked, and when it is due.")
def schedule(once: bool, listed: bool) -> None:
    """Keep syncing, each source at its interval.

    Runs in the foreground until SIGTERM or Ctrl-C, which it obeys at the end of a batch. One line on standard error a
    run; a source that fails is tried again later and later. Examples for systemd and cron: docs/schedule.md.
    """
    need_sync()
    store = fact_store()
    if listed:
        _list(store)
        return
    from nextcour.store.paths import data_dir  # noqa: PLC0415
    from nextcour.syncing.breaks import Breaks  # noqa: PLC0415 - these need the extras
    from nextcour.syncing.due import PAUSES, Plan, by_themselves, when  # noqa: PLC0415
    from nextcour.syncing.service import Service  # noqa: PLC0415

    def whens() -> Sequence[When]:
        return [when(one, store) for one in by_themselves()]

    # Chance spreads many installations over time; nothing depends on it being hard to guess.
    plan = Plan(random.Random(), data_dir() / PAUSES)  # noqa: S311
    with Breaks() as breaks:
        service = Service(whens, _asking(store, breaks), lambda line: click.echo(line, err=True), plan)
        try:
            if once:
                service.once()
            else:
                service.log(f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ} started, facts in {store.place}")
                service.forever()
        except KeyboardInterrupt:
            click.echo(f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ} stopped", err=True)


def _asking(store: FactStore, breaks: Breaks) -> Callable[[Listing], Outcome]:
    """A go at one source, with everything opened for it and closed after it: a service runs for months."""
    from nextcour.syncing.everything import Sync  # noqa: PLC0415

    def ask(listing: Listing) -> Outcome:
        run = Sync(store, today())
        shows = run.shows(())
        with run.session(breaks) as session:
            run.load_bundled()
            outcome = run.ask(session, listing, shows)
            run.finish()
        return outcome

    return ask


def _list(store: FactStore) -> None:
    """What `--list` prints."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from nextcour.sources.registry import listings  # noqa: PLC0415
    from nextcour.store.paths import data_dir  # noqa: PLC0415
    from nextcour.syncing.due import PAUSES, Plan, when  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)
    pauses = Plan(random.Random(), data_dir() / PAUSES, now).pauses  # noqa: S311 - nothing is drawn from it
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("source", "asked for", "every", "last run (UTC)", "due"):
        table.add_column(name, no_wrap=True)
    for one in listings():
        if one.interval is None:
            table.add_row(one.name, "what you give", "–", "", "")
            continue
        found = when(one, store)
        last = "never" if found.last is None else f"{found.last:%Y-%m-%d %H:%M}"
        due = "now, goes on" if found.unfinished else "now" if found.due <= now else f"{found.due:%Y-%m-%d %H:%M}"
        pause = pauses.get(one.name)
        if pause is not None and pause.until > now:
            times = "once" if pause.failures == 1 else f"{pause.failures} times"
            due = f"{pause.until:%Y-%m-%d %H:%M}, failed {times}"
        reach = {"bulk": "everything", "feed": "news"}.get(one.reach.value, "what you follow")
        table.add_row(one.name, reach, _every(one.interval), last, due)
    Console(highlight=False, markup=False).print(table)


def _every(interval: dt.timedelta) -> str:
    days, hours = interval.days, interval.seconds // 3600
    return f"{days} d" if days else f"{hours} h"
