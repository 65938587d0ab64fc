"""The answer as a page in the terminal. Signs carry the meaning, colour only repeats it; width and NO_COLOR are
rich's business. All text is printed as text: nothing in a title is read as markup."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nextcour.answers.answer import Answer, Candidate, Direction, ForecastPart, Outcome, RenewalStatus, ShowRef
from nextcour.answers.ask import ID_PREFIX
from nextcour.answers.influences import base_words, points_words, strongest
from nextcour.answers.outlook import DATED
from nextcour.answers.words import day_words, percent
from nextcour.catalog.dates import add_months
from nextcour.forecast.model import Chance

COLOURS = {
    RenewalStatus.ANNOUNCED: "bold green",
    RenewalStatus.ON_AIR: "bold cyan",
    RenewalStatus.SPLIT_COUR: "bold cyan",
    RenewalStatus.NOT_ANNOUNCED: "bold",
    RenewalStatus.CONCLUDED: "bold",
    RenewalStatus.UNKNOWN: "bold yellow",
}
SIGNS = {Direction.FOR: "+", Direction.AGAINST: "−", Direction.NEUTRAL: "±", Direction.UNKNOWN: "?"}
SIGN_COLOURS = {Direction.FOR: "green", Direction.AGAINST: "magenta", Direction.NEUTRAL: "", Direction.UNKNOWN: "dim"}
# Columns below which title and facts stand on lines of their own.
NARROW = 70
FORMATS = {"TV_SHORT": "TV short", "ONA": "web", "MOVIE": "film", "SPECIAL": "special", "UNKNOWN": "format unknown"}


def print_answer(answer: Answer, console: Console | None = None) -> None:
    """Print the whole page to `console` (stdout by default)."""
    console = console or Console(highlight=False, markup=False, emoji=False)
    if answer.outcome is not Outcome.ANSWERED or answer.franchise is None:
        _print_candidates(answer, console)
        return
    _print_header(answer.franchise, console)
    console.print()
    _indent(console, Text(answer.headline, style=COLOURS[answer.renewal_status]))
    if answer.status_detail:
        _indent(console, Text(answer.status_detail))
    for note in answer.notes:
        _indent(console, Text(note, style="yellow"))
    if answer.installment is not None and answer.installment.streams:
        services = ", ".join(
            s.service + (f" ({' '.join(s.regions[:6])}{' …' if len(s.regions) > 6 else ''})" if s.regions else "")
            for s in answer.installment.streams
        )
        _indent(console, Text(f"Where it streams, as the source lists it: {services}"))
    if answer.forecast is not None:
        console.print()
        _print_forecast(answer.forecast, console)
    _print_reasons(answer, console)
    console.print()
    _indent(console, Text(f"Facts with source and day: nextcour explain {answer.franchise.id}", style="dim"))


def _indent(console: Console, what: Text | Table, by: int = 2) -> None:
    console.print(Padding(what, (0, 0, 0, by), expand=False))


def _print_header(show: ShowRef, console: Console) -> None:
    native = show.titles.get("ja", "")
    left = Text(show.title, style="bold")
    if native and native != show.title:
        left.append(f"  {native}", style="not bold")
    about = [FORMATS.get(show.format, show.format)]
    if show.episodes is not None:
        about.append(f"{show.episodes} episode{'s' if show.episodes != 1 else ''}")
    if show.season is not None:
        about.append(show.season.capitalize())
    if show.installments > 1:
        about.append(f"{show.installments} installments")
    facts = Text(" · ".join(about), style="dim")
    if console.width < NARROW:
        console.print(left)
        console.print(facts)
        return
    table = Table.grid(expand=True, padding=(0, 2, 0, 0))
    table.add_column(ratio=1)
    table.add_column(justify="right")
    table.add_row(left, facts)
    console.print(table)


def _print_forecast(forecast: ForecastPart, console: Console) -> None:
    rows = (("Chance it is announced", forecast.announced), ("Chance it is out", forecast.premiere))
    months = sorted({int(m) for _, chances in rows for m in chances})
    if months:
        table = Table.grid(padding=(0, 3, 0, 0))
        table.add_column()
        for _ in months:
            table.add_column(justify="right", no_wrap=True)
        table.add_row("", *(Text(f"by {add_months(forecast.origin, m):%b %Y}", style="dim") for m in months))
        for label, chances in rows:
            if chances:
                table.add_row(label, *(_cell(chances.get(str(m))) for m in months))
        _indent(console, table)
    line = Text()
    if forecast.window is not None:
        window = forecast.window
        if window.p10 == window.p90:
            line.append(f"Planned for {day_words(window.p10)}")
        elif forecast.model == DATED:
            line.append(f"Planned for {day_words(window.p10)} – {day_words(window.p90)}")
        else:
            line.append(f"If it returns: most likely {window.p10:%b %Y} – {window.p90:%b %Y} (80 %)")
    if line.plain:
        _indent(console, line)
    if forecast.by_kind is not None:
        kinds = forecast.by_kind
        first = f"Announced first within 48 months: a season {percent(kinds.season.p)}, a film {percent(kinds.movie.p)}"
        _indent(console, Text(first))
    for note in forecast.notes:
        _indent(console, Text(note, style="dim"))


def _cell(chance: Chance | None) -> Text:
    return Text("–", style="dim") if chance is None else Text(percent(chance.p), style="bold")


def _print_reasons(answer: Answer, console: Console) -> None:
    forecast = answer.forecast
    moved = strongest(forecast) if forecast is not None else ()
    if answer.evidence or moved:
        console.print()
        _indent(console, Text("Why"))
        table = Table.grid(padding=(0, 2, 0, 0))
        if forecast is not None and moved:
            table.add_row("", Text(f"{base_words(forecast)}; for this one:", style="dim"))
        for influence in moved:
            direction = Direction.FOR if influence.points > 0 else Direction.AGAINST
            sign = Text(SIGNS[direction], style=SIGN_COLOURS[direction])
            table.add_row(sign, Text(points_words(influence)))
        for signal in answer.evidence:
            sign = Text(SIGNS[signal.direction], style=SIGN_COLOURS[signal.direction])
            table.add_row(sign, Text(signal.text))
        _indent(console, table, 4)
    if answer.reference_class is not None:
        _indent(console, Text(f"Shows like it   {answer.reference_class.description}"))
    if forecast is not None and forecast.calibration is not None:
        _indent(console, Text(f"Was it ever right?   {forecast.calibration.text}"))


def _print_candidates(answer: Answer, console: Console) -> None:
    console.print(Text(answer.headline, style="bold"))
    if answer.status_detail:
        console.print(Text(answer.status_detail))
    table = Table.grid(padding=(0, 3, 0, 0))
    for candidate in answer.candidates:
        table.add_row(*_candidate_cells(candidate))
    if answer.candidates:
        console.print()
        _indent(console, table)


def _candidate_cells(candidate: Candidate) -> tuple[Text, Text, Text]:
    year = str(candidate.year) if candidate.year is not None else "year unknown"
    about = f"{FORMATS.get(candidate.format, candidate.format)} · {year}"
    return (
        Text(candidate.title, style="bold"),
        Text(about, style="dim"),
        Text(f"nextcour ask {ID_PREFIX}{candidate.line}"),
    )
