"""How often windows of premieres held. Needs `[charts]`."""

from __future__ import annotations

from collections.abc import Sequence

from nextcour.charts.picture import BLUE, GRID, HEIGHT, WIDTH, Picture, Table, drawn, library, percent, rows_of
from nextcour.evaluation.results import Windows

NOMINAL = 0.8
_WORDS = {"unannounced": "nothing announced yet", "announced": "season announced"}


def coverage(windows: Sequence[Windows], kind: str, name: str) -> Picture:
    """Of one kind, by year: the share of premieres inside the 80 % window."""
    alt = library("altair")
    mine = [one for one in windows if one.kind == kind]
    items = [
        {"year": one.group, "value": one.coverage.value, "low": one.coverage.low, "high": one.coverage.high}
        for one in mine
        if one.coverage is not None and one.group.isdigit()
    ]
    base = alt.Chart(rows_of(items))
    year = alt.X("year:O", title="year", axis=alt.Axis(labelAngle=0))
    scale = alt.Scale(domain=[0.3, 1.0], clamp=True)
    chart = alt.layer(
        alt.Chart(rows_of([{"at": NOMINAL}]))
        .mark_rule(color=GRID, strokeDash=[4, 4])
        .encode(y=alt.Y("at:Q", scale=scale)),
        base.mark_rule(color=BLUE, strokeWidth=2).encode(x=year, y=alt.Y("low:Q", scale=scale), y2="high:Q"),
        base.mark_point(color=BLUE, filled=True, size=60, opacity=1).encode(
            x=year,
            y=alt.Y("value:Q", scale=scale, title="inside the 80 % window", axis=alt.Axis(format="%")),
        ),
    ).properties(width=WIDTH, height=HEIGHT - 50)
    words = _WORDS.get(kind, kind)
    whole = next((one for one in mine if one.group == "all" and one.coverage is not None), None)
    held = f" Over all years {percent(whole.coverage.value)} did." if whole and whole.coverage else ""
    text = f"Share of premieres that fell inside their window, with 90 % intervals; the dashed line is 80 %.{held}"
    table = Table(
        f"Windows of premieres, {words}",
        ("years", "premieres", "inside", "90 % interval", "median width", "median error", "mean error", "not out yet"),
        tuple(
            (
                one.group.replace("_", " "),
                one.n,
                percent(one.coverage.value if one.coverage else None),
                f"{percent(one.coverage.low)} to {percent(one.coverage.high)}" if one.coverage else None,
                f"{one.median_width:.0f} {one.unit}",
                None if one.median_error is None else f"{one.median_error:.1f} {one.unit}",
                None if one.mean_error is None else f"{one.mean_error:.1f} {one.unit}",
                one.not_out,
            )
            for one in mine
        ),
    )
    return drawn(chart, name, f"Windows, {words}", text, table)
