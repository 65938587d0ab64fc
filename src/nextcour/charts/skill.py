"""Skill over time, and by subset beside the peers. Needs `[charts]`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from nextcour.charts.picture import (
    BLUE,
    GREEN,
    GRID,
    HEIGHT,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    WIDTH,
    Picture,
    Table,
    drawn,
    library,
    rows_of,
)
from nextcour.evaluation.results import Cell, Span, YearSkill

_COLOURS = (BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY)
_ASTRAY = 2.0
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def over_time(years: Sequence[YearSkill], name: str, words: str) -> Picture:
    """Of one event and horizon, by the year that forecasts were made in."""
    alt = library("altair")
    rows = [one for one in years if one.skill is not None]
    items = [
        {"year": one.year, "skill": one.skill.value, "low": one.skill.low, "high": one.skill.high}
        for one in rows
        if one.skill is not None
    ]
    base = alt.Chart(rows_of(items))
    year = alt.X("year:O", title="year of the forecast", axis=alt.Axis(labelAngle=0))
    chart = alt.layer(
        _zero(alt),
        base.mark_area(color=BLUE, opacity=0.2).encode(x=year, y=alt.Y("low:Q"), y2="high:Q"),
        base.mark_line(color=BLUE, strokeWidth=2).encode(x=year, y=alt.Y("skill:Q")),
        base.mark_point(color=BLUE, filled=True, size=50, opacity=1).encode(
            x=year,
            y=alt.Y("skill:Q", title="log-loss skill over Kaplan-Meier", axis=alt.Axis(format="+.2f", tickCount=5)),
        ),
    ).properties(width=WIDTH, height=HEIGHT)
    above = sum(1 for one in rows if one.skill is not None and one.skill.low > 0)
    text = (
        f"Skill of the forecasts of each year with its 90 % interval; 0 is as good as the baseline. In {above} of "
        f"{len(rows)} years the whole interval lies above 0."
    )
    table = Table(
        f"{words}: log-loss skill by year of the forecast",
        ("year", "forecasts", "franchises with an event", "skill", "90 % interval", "without demand"),
        tuple(
            (str(one.year), one.n, one.franchises, _value(one.skill), _ends(one.skill), _value(one.without_demand))
            for one in years
        ),
    )
    return drawn(chart, name, f"Skill over time: {words}", text, table)


def astray(cell: Cell) -> list[str]:
    """Contestants whose chances are together less than half or more than twice of what came: their fit went wrong, and
    beating them shows nothing."""
    found = []
    for score in cell.scores:
        came = score.events / score.n
        if score.events and not came / _ASTRAY <= score.said <= came * _ASTRAY:
            found.append(score.contestant)
    return found


def by_subset(cells: Sequence[Cell], name: str, words: str, left_out: Collection[str] = ()) -> Picture:
    """Of one event and horizon: every contestant on every subset, with intervals; those `left_out` stand in the table
    alone."""
    alt = library("altair")
    found = [
        (cell, score)
        for cell in cells
        for score in cell.scores
        if score.log_loss_skill and score.contestant not in left_out
    ]
    names = list(dict.fromkeys(score.contestant for _, score in found))
    shown = list(dict.fromkeys(cell.subset.value.replace("_", " ") for cell, _ in found))
    items: list[dict[str, Any]] = []
    for cell, score in found:
        assert score.log_loss_skill is not None
        skill = score.log_loss_skill
        items.append(
            {
                "subset": cell.subset.value.replace("_", " "),
                "who": score.contestant,
                "skill": skill.value,
                "low": skill.low,
                "high": skill.high,
            }
        )
    lowest = max(-0.3, min((item["low"] for item in items), default=0.0))
    cut = any(item["low"] < lowest for item in items)
    for item in items:
        item["low"], item["skill"] = max(item["low"], lowest), max(item["skill"], lowest)
        item["high"] = max(item["high"], lowest)
    base = alt.Chart(rows_of(items))
    subset = alt.Y("subset:N", sort=shown, title=None, axis=alt.Axis(labelLimit=160))
    apart = alt.YOffset("who:N", sort=names)
    colour = alt.Color(
        "who:N",
        sort=names,
        scale=alt.Scale(domain=names, range=list(_COLOURS[: len(names)])),
        legend=alt.Legend(title=None, columns=2),
    )
    shape = alt.Shape("who:N", sort=names, scale=alt.Scale(domain=names, range=list(_SHAPES[: len(names)])))
    chart = alt.layer(
        alt.Chart(rows_of([{"at": 0}])).mark_rule(color=GRID, strokeDash=[4, 4]).encode(x="at:Q"),
        base.mark_rule(strokeWidth=2).encode(y=subset, yOffset=apart, x=alt.X("low:Q"), x2="high:Q", color=colour),
        base.mark_point(filled=True, size=45, opacity=1).encode(
            y=subset,
            yOffset=apart,
            x=alt.X("skill:Q", title="log-loss skill over Kaplan-Meier", axis=alt.Axis(format="+.2f")),
            color=colour,
            shape=shape,
        ),
    ).properties(width=WIDTH - 110, height=max(60, 14 * len(items) + 20))
    text = "Skill of every contestant with its 90 % interval; 0 is as good as the baseline." + (
        f" What lies below {lowest:+.2f} is cut there." if cut else ""
    )
    table = Table(
        f"{words}: every contestant on every subset",
        ("subset", "contestant", "forecasts", "skill", "90 % interval", "AUC", "slope", "ours beside it"),
        tuple(
            (
                cell.subset.value.replace("_", " "),
                score.contestant,
                score.n,
                _value(score.log_loss_skill),
                _ends(score.log_loss_skill),
                None if score.auc is None else f"{score.auc:.3f}",
                None if score.slope is None else f"{score.slope:.2f}",
                next((str(d.verdict or "–") for d in cell.differences if d.other == score.contestant), None),
            )
            for cell in cells
            for score in cell.scores
        ),
    )
    return drawn(chart, name, f"Beside the peers: {words}", text, table)


def _zero(alt: Any) -> Any:
    return alt.Chart(rows_of([{"at": 0}])).mark_rule(color=GRID, strokeDash=[4, 4]).encode(y="at:Q")


def _value(span: Span | None) -> str | None:
    return None if span is None else f"{span.value:+.3f}"


def _ends(span: Span | None) -> str | None:
    return None if span is None else f"{span.low:+.3f} to {span.high:+.3f}"
