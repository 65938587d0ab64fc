"""What came of the highest chances. Needs `[charts]`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nextcour.charts.picture import BLUE, GRID, INK, ORANGE, WIDTH, Picture, Table, drawn, library, percent, rows_of
from nextcour.evaluation.results import Lift

_SHORT = {"announced": "announced", "premiere": "out", "movie": "movie"}
WORDS = {"announced": "next season announced", "premiere": "next season out", "movie": "movie announced"}


def lift(lifts: Sequence[Lift], name: str) -> Picture:
    """Of the highest chances at every landmark: ours, the baseline's, and a blind draw."""
    alt = library("altair")
    top = lifts[0].top if lifts else 0
    ours, theirs, blind = f"our {top} highest", f"Kaplan-Meier's {top} highest", "drawn blindly"
    items: list[dict[str, Any]] = []
    labels = [f"{_SHORT.get(one.event, one.event)}, {one.horizon_months} months" for one in lifts]
    for one, label in zip(lifts, labels, strict=True):
        for who, share in ((ours, one.share.value), (theirs, one.baseline_share), (blind, one.base_rate)):
            items.append({"what": label, "who": who, "share": share, "text": percent(share, 0)})
    names = [ours, theirs, blind]
    base = alt.Chart(rows_of(items)).encode(
        y=alt.Y("what:N", sort=labels, title=None, axis=alt.Axis(labelLimit=190)),
        yOffset=alt.YOffset("who:N", sort=names),
        x=alt.X("share:Q", title="share that came", axis=alt.Axis(format="%")),
    )
    intervals = alt.Chart(
        rows_of(
            [
                {"what": label, "who": ours, "low": one.share.low, "high": one.share.high}
                for one, label in zip(lifts, labels, strict=True)
            ]
        )
    )
    chart = alt.layer(
        base.mark_bar().encode(
            color=alt.Color(
                "who:N",
                sort=names,
                scale=alt.Scale(domain=names, range=[BLUE, ORANGE, GRID]),
                legend=alt.Legend(title=None, columns=1),
            )
        ),
        intervals.mark_rule(color=INK, strokeWidth=1.5).encode(
            y=alt.Y("what:N", sort=labels),
            yOffset=alt.YOffset("who:N", sort=names),
            x="low:Q",
            x2="high:Q",
        ),
    ).properties(width=WIDTH - 90, height=max(60, 48 * len(lifts)))
    text = f"At each landmark the {top} highest chances were taken; bars are the shares that came, over all landmarks."
    table = Table(
        f"What came of the {top} highest chances of each landmark",
        ("what", "landmarks", "came", "90 % interval", "we said", "Kaplan-Meier's highest", "drawn blindly"),
        tuple(
            (
                label,
                len(one.days),
                percent(one.share.value),
                f"{percent(one.share.low)} to {percent(one.share.high)}",
                percent(one.said),
                percent(one.baseline_share),
                percent(one.base_rate),
            )
            for one, label in zip(lifts, labels, strict=True)
        ),
    )
    return drawn(chart, name, f"The {top} highest chances", text, table)
