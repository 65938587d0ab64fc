"""`nextcour explain`: every fact, link and reason behind an answer."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

import click
import msgspec

from nextcour.answers.answer import Answer, Outcome
from nextcour.answers.explanation import Explanation, explain_franchise
from nextcour.bootstrap import open_engine
from nextcour.cli.answering import EXIT, ask_one, show
from nextcour.cli.days import today
from nextcour.cli.output import print_json
from nextcour.cli.params import Day
from nextcour.cli.progress import steps


@click.command()
@click.argument("query", nargs=-1)
@click.option("--as-of", type=Day(), help="Only what could be known on this day.")
@click.option("--strict", is_flag=True, help="Only what a source had shown by that day.")
@click.option("--json", "as_json", is_flag=True, help="As JSON: the answer, its facts, links and evidence.")
def explain(query: tuple[str, ...], as_of: dt.date | None, strict: bool, as_json: bool) -> None:
    """Every fact, link and reason behind an answer, with source and days.

    QUERY is a question as for `ask`, or an id that `ask` has shown.
    """
    day = as_of or today()
    engine = open_engine(steps)
    answer = ask_one(engine, " ".join(query), day, strict)
    if answer.outcome is not Outcome.ANSWERED or answer.franchise is None:
        show(answer, short=False, as_json=as_json)
        raise SystemExit(EXIT[answer.outcome])
    explanation = explain_franchise(answer.franchise.id, engine.library, day, strict=strict)
    if as_json:
        print_json({"answer": msgspec.to_builtins(answer), **msgspec.to_builtins(explanation)})
        return
    _print(answer, explanation)


def _print(answer: Answer, explanation: Explanation) -> None:
    from rich.console import Console  # noqa: PLC0415 - not for --json
    from rich.padding import Padding  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from nextcour.cli.behind import print_behind  # noqa: PLC0415
    from nextcour.cli.demand_show import print_demand, print_studios  # noqa: PLC0415
    from nextcour.cli.dispute_show import print_disputes  # noqa: PLC0415
    from nextcour.cli.headline_show import print_headlines  # noqa: PLC0415
    from nextcour.cli.render import print_answer  # noqa: PLC0415

    console = Console(highlight=False, markup=False, emoji=False)
    print_answer(answer, console)
    print_behind(answer, console)
    print_demand(explanation.demand, console)
    print_studios(explanation.studios, console)
    print_headlines(explanation.headlines, console)
    console.print()
    console.print(Text("What belongs together, and why", style="bold"))
    for line in explanation.lines:
        console.print(Padding(Text(f"{line.title}  ({line.id}, {line.relation})"), (0, 0, 0, 2)))
        for row in line.installments:
            provider = f" (providers: {', '.join(map(str, row.provider_numbers))})" if row.provider_numbers else ""
            when = row.premiere or "date unknown"
            text = f"{row.number}{provider}  {row.title}  {when}  {row.state}  [{', '.join(row.entries)}]"
            console.print(Padding(Text(text), (0, 0, 0, 4)))
        for link in line.links:
            because = "; ".join(f"{e.kind}: {e.detail} [{e.source}]" for e in link.evidence)
            text = f"{link.earlier} → {link.later}  {link.relation.value}  {link.confidence:.2f}  {because}"
            console.print(Padding(Text(text, style="dim"), (0, 0, 0, 4)))
    for extra in explanation.around:
        console.print(
            Padding(
                Text(f"beside  {extra.title}  {extra.relation}  {extra.premiere or 'date unknown'}  [{extra.entry}]"),
                (0, 0, 0, 2),
            )
        )
    print_disputes(explanation.disputes, console)
    console.print()
    console.print(Text("Facts", style="bold"))
    for entry_id, facts in groupby(explanation.facts, key=lambda fact: fact.entry):
        console.print(Padding(Text(entry_id, style="bold"), (0, 0, 0, 2), expand=False))
        table = Table.grid(padding=(0, 2, 0, 0))
        for fact in facts:
            days = f"{fact.source}, shown {fact.observed_at}, knowable from {fact.knowable_from}"
            value = Text(fact.value)
            value.append(f"\n{days} ({fact.rule or 'observed'})", style="dim")
            table.add_row(Text(fact.field), value)
        console.print(Padding(table, (0, 0, 0, 4), expand=False))
