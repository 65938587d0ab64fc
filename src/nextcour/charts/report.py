"""The back-test's report: one page with everything that was measured. Needs `[charts]`. Same content, same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from nextcour.charts import page
from nextcour.charts.calibration import reliability
from nextcour.charts.fans import heat_map
from nextcour.charts.lift import WORDS, lift
from nextcour.charts.picture import Picture, Table, percent
from nextcour.charts.report_about import About
from nextcour.charts.skill import astray, by_subset, over_time
from nextcour.charts.windows import coverage
from nextcour.evaluation.fans import FanTable
from nextcour.evaluation.results import LEAST_EVENTS, SUBSET_WORDS, Cell, Span, Subset, Summary, TopList

_MAIN = (("announced", 24), ("premiere", 24), ("announced", 12), ("premiere", 48))
_SHORT = {"announced": "Announced", "premiere": "Out", "movie": "Movie"}
_CAME = {"announced": "announced", "premiere": "out", "movie": "movie announced"}
_CONTENTS = (
    ("summary", "In short"),
    ("population", "What was measured"),
    ("calibration", "Said and seen"),
    ("time", "Over time"),
    ("peers", "Beside others"),
    ("top", "The highest chances"),
    ("windows", "Dates"),
    ("fans", "Fan bases"),
    ("scores", "All scores"),
)


def report(summary: Summary, fans: FanTable | None, tops: Sequence[TopList], about: About) -> str:
    """The page. Raises charts.picture.ChartsUnavailable."""
    first, last = summary.landmarks[0], summary.landmarks[-1]
    lead = [
        page.paragraph(
            f"Every forecast here was made again as of its own day, by a model that was fitted on what was known then, "
            f"and compared with what came. {len(summary.landmarks)} days from {first} to {last}."
        ),
        page.facts(
            (
                ("Model", about.model),
                ("Configuration", about.configuration),
                ("Inputs", about.inputs),
                ("Data day", summary.data_day),
                ("Announcements known to", about.labels_to),
                ("Baseline", summary.baseline),
            )
        ),
    ]
    body = [
        _short(summary),
        _population(summary, about),
        page.section("calibration", "Said and seen", page.figures(_reliability(summary))),
        page.section("time", "Over time", page.figures(_over_time(summary))),
        page.section("peers", "Beside others", page.paragraph(about.peers), *_beside(summary)),
        page.section("top", "The highest chances", *_top(summary, tops)),
        page.section("windows", "Dates", page.figures(_windows(summary))),
        page.section("fans", "Fan bases", *_fans(fans)),
        page.section(
            "scores", "All scores", page.facts(_subset_words()), *(_scores(summary, event) for event in WORDS)
        ),
    ]
    end = "Made by nextcour backtest. Intervals are 90 % and resample franchises. Apache-2.0."
    return page.page("nextcour: how good were the forecasts?", lead, _CONTENTS, body, end)


def what(cell: Cell) -> str:
    """`next season announced within 24 months`."""
    return f"{WORDS.get(cell.event, cell.event)} within {cell.horizon_months} months"


def _short(summary: Summary) -> str:
    rows = []
    for event, months in _MAIN:
        for subset in (Subset.ALL, Subset.SINCE_2022, Subset.FRESH_DEMAND):
            cell = summary.cell(event, months, subset)
            if cell is None:
                continue
            ours, base = cell.score(summary.ours), cell.score(summary.baseline)
            rows.append(
                (
                    f"{_SHORT.get(event, event)}, {months} months",
                    subset.value.replace("_", " "),
                    cell.n,
                    cell.franchises,
                    _span(ours.log_loss_skill if ours else None),
                    _plain(ours.auc if ours else None),
                    _plain(base.auc if base else None),
                    _plain(ours.slope if ours else None, 2),
                )
            )
    columns = ("within", "of", "rows", "franchises with an event", "skill [90 %]", "AUC", "AUC baseline", "slope")
    return page.section(
        "summary",
        "In short",
        page.paragraph(
            "Skill is the share of the baseline's log loss that the model saves: 0 is as good as Kaplan-Meier by time "
            "since the premiere, 1 is perfect. AUC is how often a show that came was given more than one that did not. "
            "A slope of 1 means that chances can be taken at their word; above 1 they are too timid."
        ),
        page.paragraph(
            "All: every show with nothing announced. Since 2022: forecasts made from January 2022 on. Fresh demand: "
            "shows whose popularity had been counted within the year before."
        ),
        page.table(Table("The main figures", columns, tuple(rows))),
    )


def _population(summary: Summary, about: About) -> str:
    whole = summary.cell("announced", 24, Subset.ALL)
    completed = whole.completed if whole else None
    caveats = [
        "Rows are shows that had nothing announced on the day, once a quarter; a show stands in many rows: intervals "
        "resample franchises, and the number of franchises with an event says how much there really is to learn from.",
        f"With fewer than {LEAST_EVENTS} franchises with an event nothing is claimed.",
        "A row counts only once its whole horizon lies before the last day that is known.",
        f"Of announcements within 24 months, {percent(completed)} are known only because a later listing names a "
        "sequel that the catalogue does not hold yet; their days are estimated.",
        "Choices about the model were made on windows that had closed by the end of 2020: earlier years flatter it.",
        *about.notes,
    ]
    return page.section("population", "What was measured", page.bullets(caveats))


def _subset_words() -> list[tuple[str, str]]:
    return [(subset.value.replace("_", " "), words) for subset, words in SUBSET_WORDS.items()]


def _cells(summary: Summary, subset: Subset = Subset.ALL) -> list[Cell]:
    found = (summary.cell(event, months, subset) for event, months in _MAIN)
    return [cell for cell in found if cell is not None]


def _reliability(summary: Summary) -> list[Picture]:
    return [
        reliability(cell, f"reliability-{cell.event}-{cell.horizon_months}", what(cell))
        for cell in _cells(summary)
        if cell.bins
    ]


def _over_time(summary: Summary) -> list[Picture]:
    made = []
    for cell in _cells(summary):
        key = (cell.event, cell.horizon_months)
        years = [one for one in summary.years if (one.event, one.horizon_months) == key]
        if any(one.skill for one in years):
            made.append(over_time(years, f"time-{cell.event}-{cell.horizon_months}", what(cell)))
    return made


def _beside(summary: Summary) -> list[str]:
    wrong: dict[str, None] = {}
    for cell in _cells(summary)[:2]:
        wrong.update(dict.fromkeys(astray(cell)))
    made = []
    for event, months in _MAIN[:2]:
        found = [summary.cell(event, months, subset) for subset in Subset]
        cells = [cell for cell in found if cell is not None and cell.n]
        if any(score.log_loss_skill for cell in cells for score in cell.scores):
            made.append(by_subset(cells, f"peers-{event}-{months}", what(cells[0]), wrong))
    words = (
        "Not drawn, because what they said is less than half or more than twice of what came, so that beating them "
        f"shows nothing (their figures are in the tables): {', '.join(wrong)}."
    )
    return [*([page.paragraph(words)] if wrong else []), page.figures(made)]


def _top(summary: Summary, tops: Sequence[TopList]) -> list[str]:
    parts = [page.figures([lift(summary.lifts, "lift")])] if summary.lifts else []
    for top in tops:
        came = sum(row.on is not None for row in top.rows)
        words = f"{WORDS.get(top.event, top.event)} within {top.horizon_months} months of {top.day}"
        parts.append(
            page.table(
                Table(
                    f"The {len(top.rows)} highest chances of {top.day}, {words}: {came} came, "
                    f"{sum(row.said for row in top.rows):.1f} were expected",
                    ("show", "we said", "what became of it"),
                    tuple(
                        (
                            row.title,
                            percent(row.said, 0),
                            f"{_CAME[top.event]} {row.on}" if row.on else "not within the horizon",
                        )
                        for row in top.rows
                    ),
                )
            )
        )
    return parts


def _windows(summary: Summary) -> list[Picture]:
    kinds = dict.fromkeys(one.kind for one in summary.windows)
    return [coverage(summary.windows, kind, f"windows-{kind}") for kind in kinds]


def _fans(fans: FanTable | None) -> list[str]:
    if fans is None:
        return [page.paragraph("Demand was known at no landmark, so there is nothing to show.")]
    picture = heat_map(fans, "fans")
    said = (
        f"{fans.n:,} rows of {fans.lines:,} series that had ended at most two years before and had nothing announced, "
        f"at {len(fans.landmarks)} landmarks with demand counted within the year before. {fans.sources}"
    )
    return [page.paragraph(said), page.figures([picture])]


def _scores(summary: Summary, event: str) -> str:
    rows = []
    for cell in summary.cells:
        if cell.event != event:
            continue
        ours, base = cell.score(summary.ours), cell.score(summary.baseline)
        rows.append(
            (
                f"{cell.horizon_months} months",
                cell.subset.value.replace("_", " "),
                cell.n,
                cell.events,
                cell.franchises,
                percent(cell.completed, 0),
                percent(cell.base_rate, 2),
                percent(ours.said if ours else None, 2),
                _span(ours.log_loss_skill if ours else None),
                _span(ours.brier_skill if ours else None),
                _plain(ours.auc if ours else None),
                _plain(base.auc if base else None),
                _plain(ours.concordance if ours else None),
                _plain(ours.ece if ours else None, 4),
                _plain(ours.slope if ours else None, 2),
                _plain(ours.intercept if ours else None, 2),
                *(_tail(cell, low) for low in (0.1, 0.2)),
            )
        )
    columns = (
        *("within", "of", "rows", "events", "franchises", "completed labels", "came", "said", "log-loss skill [90 %]"),
        *("Brier skill [90 %]", "AUC", "AUC baseline", "concordance", "ECE", "slope", "intercept"),
        *("above 10 %: said, came", "above 20 %: said, came"),
    )
    if not rows:
        return ""
    return page.table(Table(f"{WORDS.get(event, event).capitalize()}: every horizon and subset", columns, tuple(rows)))


def _tail(cell: Cell, low: float) -> str | None:
    for bar in cell.tails:
        if bar.low == low:
            return f"{percent(bar.said)}, {percent(bar.seen)} (n {bar.n:,})"
    return None


def _span(span: Span | None) -> str | None:
    return None if span is None else f"{span.value:+.3f} [{span.low:+.3f}, {span.high:+.3f}]"


def _plain(value: float | None, digits: int = 3) -> str | None:
    return None if value is None else f"{value:.{digits}f}"
