"""Reliability diagrams: what was said against what came, with intervals and counts. Needs `[charts]`."""

from __future__ import annotations

from nextcour.charts.picture import BLUE, GRID, INK, WIDTH, Picture, Table, drawn, library, percent, rows_of
from nextcour.evaluation.results import Cell

_FLOOR = 0.0005  # both scales are logarithmic: most chances are small


def reliability(cell: Cell, name: str, words: str) -> Picture:
    """Our model's bins of one cell. `words` says what was forecast."""
    alt = library("altair")
    bars = [bar for bar in cell.bins if bar.n]
    items = [
        {
            "said": max(bar.said, _FLOOR),
            "seen": max(bar.seen, _FLOOR),
            "low": max(bar.seen_low, _FLOOR),
            "high": max(bar.seen_high, _FLOOR),
            "n": f"{bar.n:,}",
        }
        for bar in bars
    ]
    domain = [_FLOOR, 1.0]
    ticks = [0.001, 0.01, 0.1, 1.0]
    scale = alt.Scale(type="log", domain=domain, nice=False)
    axis = alt.Axis(values=ticks, format="~%", grid=True)
    base = alt.Chart(rows_of(items))
    said = alt.X("said:Q", scale=scale, axis=axis, title="chance given (mean of the bin)")
    diagonal = (
        alt.Chart(rows_of([{"at": _FLOOR}, {"at": 1.0}]))
        .mark_line(color=GRID, strokeDash=[4, 4])
        .encode(x=alt.X("at:Q", scale=scale), y=alt.Y("at:Q", scale=scale))
    )
    chart = alt.layer(
        diagonal,
        base.mark_rule(color=BLUE, strokeWidth=2).encode(x=said, y=alt.Y("low:Q", scale=scale), y2="high:Q"),
        base.mark_point(color=BLUE, filled=True, size=70, opacity=1).encode(
            x=said, y=alt.Y("seen:Q", scale=scale, axis=axis, title="share that came (90 % interval)")
        ),
        base.mark_text(color=INK, dy=-8, fontSize=11).encode(x=said, y=alt.Y("high:Q", scale=scale), text="n:N"),
    ).properties(width=WIDTH, height=300)
    worst = max(bars, key=lambda bar: abs(bar.said - bar.seen), default=None)
    far = f" The bin furthest off said {percent(worst.said)} and saw {percent(worst.seen)}." if worst else ""
    text = (
        f"Each point is a bin of past forecasts; on the dashed diagonal what was said is what came. {cell.n:,} "
        f"forecasts, {cell.franchises} franchises with an event.{far} Numbers are forecasts in the bin."
    )
    table = Table(
        f"{words}: bins of the chance given",
        ("chance given", "forecasts", "franchises", "said", "came", "90 % interval"),
        tuple(
            (
                f"{percent(bar.low)} to {percent(bar.high)}",
                bar.n,
                bar.franchises,
                percent(bar.said, 2),
                percent(bar.seen, 2),
                f"{percent(bar.seen_low, 2)} to {percent(bar.seen_high, 2)}",
            )
            for bar in bars
        ),
    )
    return drawn(chart, name, f"Said and seen: {words}", text, table)
