"""`nextcour fact`: what an editor knows and no source shows, or shows wrongly."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from nextcour.bootstrap import open_engine, refresh
from nextcour.cli.days import today
from nextcour.cli.errors import NOT_FOUND, USAGE, Stop
from nextcour.cli.facts_at_hand import fact_store
from nextcour.cli.output import print_json
from nextcour.cli.params import Day
from nextcour.cli.progress import steps
from nextcour.facts.field_values import check_field, check_url, key_of, parse_value
from nextcour.facts.intake import MEASUREMENTS, family
from nextcour.facts.ledger import EDITOR, Ruling
from nextcour.facts.observation import Batch, Key, Observation, Provider

if TYPE_CHECKING:
    from nextcour.facts.ledger import Stored

SOURCE = click.option("--source", "url", required=True, metavar="URL", help="The page that says so (http or https).")
DAY = click.option("--day", type=Day(), help="The day that the page showed it; today unless given.")
MAX_NOTE = 500


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def fact() -> None:
    """Facts of your own: they come before what any source says.

    They are marked as yours and survive every sync.

    RECORD is an entry's id as `nextcour explain` shows it (bgm302076), or PROVIDER:ID (mal:41433). FIELD is one such as
    status, premiere, episodes, title.en, studios.

    \b
    nextcour fact add bgm302076 premiere 2027-04 --source https://example.org/news
    nextcour fact retract bgm302076 premiere --source https://example.org/correction
    """


@fact.command()
@click.argument("record")
@click.argument("field")
@click.argument("value")
@SOURCE
@DAY
@click.option("--valid-from", type=click.DateTime(["%Y-%m-%d"]), help="From when it is true, where it has such a day.")
def add(record: str, field: str, value: str, url: str, day: dt.date | None, valid_from: dt.datetime | None) -> None:
    """State that FIELD of RECORD is VALUE; `null` says that there is none.

    Dates are written 2027-04-09, 2027-04 or 2027; lists as JSON (["Studio A", "Studio B"]) or a single name. A count
    (demand.members) is of the day given with --valid-from, else of the day that the page showed it.
    """
    key, url = _checked(record, field, url)
    try:
        written = parse_value(field, value)
    except ValueError as error:
        raise Stop(f"{_sentence(error)} Nothing was recorded.", USAGE) from error
    shown = day or today()
    counted = family(field) in MEASUREMENTS
    since = valid_from.date() if valid_from is not None else shown if counted else None
    if counted and since is not None and since > shown:
        raise Stop(f"Nobody had counted on {since} what was shown on {shown}. Nothing was recorded.", USAGE)
    store = fact_store()
    run = store.begin_run(EDITOR)
    said = Observation(key, field, written, EDITOR, shown, url=url, valid_from=since)
    counts = store.store(Batch((said,)), run)
    store.finish_run(run)
    what = "You had said so already" if counts.repeated else "Recorded"
    against = " Another source says otherwise; yours is shown." if counts.contradicted else ""
    refresh()
    of = f", counted on {since}" if counted else ""
    click.echo(f"{what}: {record} {field} = {written}{of}, seen {shown}.{against}", err=True)


@fact.command()
@click.argument("record")
@click.argument("field")
@SOURCE
@DAY
@click.option("--of", "source", default=EDITOR, show_default=True, help="Whose statement it is (jikan, anilist …).")
@click.option("--note", default="", help="A word to whoever reads it later.")
def retract(record: str, field: str, url: str, day: dt.date | None, source: str, note: str) -> None:
    """Withdraw what is said about FIELD of RECORD: by you, or with --of by a source that is wrong.

    What was said stays in the history. A source stays withdrawn until it says something else.
    """
    key, url = _checked(record, field, url)
    if len(note) > MAX_NOTE or not note.isprintable():
        raise Stop(f"The note must be one printable line of at most {MAX_NOTE} characters. Nothing was changed.", USAGE)
    gone = fact_store().retract(key, field, source, Ruling(day or today(), url, note))
    if gone is None:
        raise Stop(f"{source[:60]!r} says nothing about {field} of {record}. Nothing was changed.", NOT_FOUND)
    refresh()
    click.echo(f"Withdrawn: {record} {field} = {gone.observation.value} ({source}).", err=True)


@fact.command("list")
@click.argument("record", required=False)
@click.option("--all", "everybody", is_flag=True, help="What every source says, not only you; needs RECORD.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_all(record: str | None, everybody: bool, as_json: bool) -> None:
    """Your facts, those of RECORD when it is given."""
    if everybody and record is None:
        raise Stop("--all needs a RECORD: a store holds hundreds of thousands of facts.", USAGE)
    keys = None if record is None else [_key(record)]
    found = [one for one in fact_store().latest(keys) if everybody or one.observation.source == EDITOR]
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo("No facts of your own." if not everybody else "No facts.", err=True)


def _line(one: Stored) -> str:
    said = one.observation
    name = said.key.id if said.key.provider is Provider.ENTRY else f"{said.key.provider.value}:{said.key.id}"
    mark = "  WITHDRAWN" if one.withdrawn else ""
    return f"{said.observed_at}  {name}  {said.field} = {said.value}  {said.source}  {said.url}{mark}"


def _checked(record: str, field: str, url: str) -> tuple[Key, str]:
    """Raises Stop when the record is unknown, the field is none, or the source is no address."""
    key = _key(record)
    try:
        check_field(field)
        return key, check_url(url)
    except ValueError as error:
        raise Stop(f"{_sentence(error)} Nothing was recorded.", USAGE) from error


def _key(record: str) -> Key:
    try:
        key = key_of(record)
    except ValueError as error:
        raise Stop(f"{_sentence(error)} Nothing was recorded.", USAGE) from error
    if key.provider is Provider.ENTRY:
        try:
            open_engine(steps).library.entry(key.id)
        except KeyError:
            raise Stop(
                f"No entry {key.id[:60]!r}; `nextcour explain` shows the ids. Nothing was recorded.", USAGE
            ) from None
    return key


def _sentence(error: ValueError) -> str:
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}."
