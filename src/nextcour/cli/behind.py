"""What stands behind a chance, for `nextcour explain`: what moved it, what would, and the cases it is like."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nextcour.answers.answer import Answer, Direction, ForecastPart
from nextcour.answers.influences import base_words, made_chance
from nextcour.answers.words import day_words, percent
from nextcour.cli.render import SIGN_COLOURS, SIGNS
from nextcour.forecast.model import ReferenceCase, ReferenceClass


def print_behind(answer: Answer, console: Console) -> None:
    """Prints nothing where there is nothing to tell."""
    if answer.forecast is not None and answer.forecast.contributions:
        _print_contributions(answer.forecast, console)
    if answer.reference_class is not None and answer.reference_class.cases:
        _print_cases(answer.reference_class, console)


def _print_contributions(forecast: ForecastPart, console: Console) -> None:
    assert forecast.made_on is not None
    _title(f"What moved the chance of an announcement within 24 months of {day_words(forecast.made_on)}", console)
    table = Table.grid(padding=(0, 2, 0, 0))
    for justify in ("left", "right", "right", "left"):
        table.add_column(justify=justify)
    table.add_row("", Text("points", style="dim"), Text("log-odds", style="dim"), "")
    table.add_row("", f"{(forecast.base or 0.0) * 100:.2f}", "", Text(base_words(forecast)))
    for one in forecast.contributions:
        direction = Direction.FOR if one.points > 0 else Direction.AGAINST
        sign = Text(SIGNS[direction], style=SIGN_COLOURS[direction])
        table.add_row(sign, f"{abs(one.points) * 100:.2f}", f"{one.log_odds:+.2f}", Text(one.text))
    total = made_chance(forecast)
    if total is not None:
        table.add_row("=", f"{total * 100:.2f}", "", Text("percent: the chance on that day"))
    console.print(Padding(table, (0, 0, 0, 2), expand=False))
    for condition in forecast.what_if:
        console.print(Padding(Text(f"{percent(condition.p)} {condition.text}"), (0, 0, 0, 2)))


def _print_cases(reference: ReferenceClass, console: Console) -> None:
    _title("The nearest shows like it, on the day they stood there, and what became of them", console)
    table = Table.grid(padding=(0, 2, 0, 0))
    for case in reference.cases:
        table.add_row(Text(case.title or case.line), Text(day_words(case.day), style="dim"), Text(_became(case)))
    console.print(Padding(table, (0, 0, 0, 2), expand=False))


def _became(case: ReferenceCase) -> str:
    if case.announced is None:
        return "nothing within four years"
    out = f", out {day_words(case.premiere)}" if case.premiere is not None else ", not out within four years"
    return f"announced {day_words(case.announced)}{out}"


def _title(text: str, console: Console) -> None:
    console.print()
    console.print(Text(text, style="bold"))
