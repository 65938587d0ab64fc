"""`nextcour studio`: what a studio has on air and announced, season by season."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import click
import msgspec

from nextcour.answers.explanation import studio_load
from nextcour.answers.studios import StudioDay
from nextcour.answers.words import day_words
from nextcour.bootstrap import open_engine
from nextcour.catalog.preferred import latin_title
from nextcour.cli.days import today
from nextcour.cli.errors import AMBIGUOUS, NOT_FOUND, USAGE, Stop
from nextcour.cli.output import print_json
from nextcour.cli.params import Day
from nextcour.cli.progress import steps
from nextcour.signals.workload import Load, SeasonLoad
from nextcour.store.index import Index

LONGEST = 100  # characters of a name
NEAR, APART = 75.0, 5.0  # of 100: near enough to be meant, and so much nearer than the next


class Title(msgspec.Struct, frozen=True):
    """An entry of the catalogue, for a list."""

    entry: str
    title: str


class StudioReport(msgspec.Struct, frozen=True):
    """`known_to` is the last day whose knowledge it uses; `note` says of what the studios are not known."""

    studio: str
    as_of: dt.date
    known_to: dt.date
    workload: Load
    titles: tuple[Title, ...]
    note: str


@click.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--as-of", type=Day(), help="Only what could be known on this day.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def studio(name: tuple[str, ...], as_of: dt.date | None, as_json: bool) -> None:
    """What a studio has on air and announced, season by season.

    \b
    nextcour studio pierrot
    nextcour studio 京アニ --as-of 2019-07-01

    How far apart the seasons of its shows came is counted too. NAME may be misspelled, in Japanese or Chinese. Several
    that fit are listed (exit code 4); none: exit code 3.
    """
    wanted = " ".join(name).strip()
    if not wanted or len(wanted) > LONGEST or not wanted.isprintable():
        raise Stop(f"A studio's name has 1 to {LONGEST} characters that can be shown.", USAGE)
    day = as_of or today()
    library = open_engine(steps).library
    found = report(library, find(wanted, library.studios()), day)
    if as_json:
        print_json(found)
    else:
        _print(found)


def find(wanted: str, known: Sequence[str]) -> str:
    """The studio among `known` that is meant. Raises Stop with the nearest names."""
    from nextcour.sources.tables import studio_names  # noqa: PLC0415 - reads a table

    names = studio_names()
    exact = names.canonical(wanted)
    if exact is not None and exact in known:
        return exact
    near = names.near(wanted, frozenset(known))
    close = [pair for pair in near if pair[1] >= NEAR]
    if close and (len(close) == 1 or close[0][1] - close[1][1] >= APART):
        return close[0][0]
    listed = ", ".join(one for one, _ in (close or near))
    if close:
        raise Stop(f"Which one? {listed}", AMBIGUOUS)
    raise Stop(f"No studio of that name in the catalogue. The nearest: {listed or 'none'}.", NOT_FOUND)


def report(library: Index, name: str, day: dt.date) -> StudioReport:
    """Everything known of a studio by `day`."""
    load, read = studio_load(library, name, day)
    shown = dict.fromkeys(one for season in (*load.past, *load.ahead) for one in (*season.on_air, *season.others))
    titles = tuple(Title(one, latin_title(library.entry(one))) for one in (*shown, *load.undated))
    return StudioReport(name, day, load.day, load, titles, _note(read, day))


def _note(read: StudioDay, day: dt.date) -> str:
    """What is missing from the report on `day`; empty when nothing is."""
    if day <= read.all_to:
        return ""
    known = f"Studios are known from {read.all_by}, last read on {day_words(read.all_to)}: "
    if read.whole:
        return f"{known}what came after is missing."
    return f"{known}of what came after, only what synced sources looked at is here, up to {day_words(read.day)}."


def _print(found: StudioReport) -> None:
    from rich.console import Console  # noqa: PLC0415 - not for --json
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from nextcour.cli.demand_show import gap_words  # noqa: PLC0415

    console = Console(highlight=False, markup=False, emoji=False)
    titles = {one.entry: one.title for one in found.titles}
    load = found.workload

    def line(text: str, indent: int = 2, style: str = "") -> None:
        console.print(Padding(Text(text, style=style), (0, 0, 0, indent), expand=False))

    def season(one: SeasonLoad, words: str, count: int) -> None:
        began = set(one.started)
        names = [titles[entry] + ("" if entry in began else " (going on)") for entry in one.on_air]
        names += [f"{titles[entry]} (film or disc)" for entry in one.others]
        line(f"{one.season.capitalize():11}  {count} {words}")
        for name in names:
            line(name, 15, "dim")

    console.print(Text(found.studio, style="bold"))
    line(f"As known on {day_words(load.day)}.")
    if found.note:
        line(found.note, style="yellow")
    if load.gap is not None:
        line(f"{gap_words(load.gap).capitalize()}.")
    else:
        line("Too few of its shows returned to say how far apart its seasons come.")
    console.print()
    for one in load.past:
        season(one, "on air", len(one.on_air))
    for one in load.ahead:
        season(one, "planned", len(one.on_air) + len(one.others))
    if load.undated:
        line(f"{'No date':11}  {len(load.undated)} announced")
        for entry in load.undated:
            line(titles[entry], 15, "dim")
