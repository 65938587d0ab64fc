"""The fan table as a heat map. Needs `[charts]`."""

from __future__ import annotations

from typing import Any

from nextcour.charts.picture import INK, Picture, Table, drawn, library, percent, rows_of
from nextcour.evaluation.fans import BANDS, FanTable, Kind, Share

_DARK = 0.22  # from this share on a cell is dark enough for white text


def heat_map(fans: FanTable, name: str) -> Picture:
    """Share announced within the first horizon; the table has every horizon, counts and intervals."""
    alt = library("altair")
    bands = [words for _, _, words in BANDS]
    items: list[dict[str, Any]] = []
    for cell in fans.cells:
        share = cell.within[0]
        seen = share.seen
        items.append(
            {
                "kind": cell.kind.value,
                "band": cell.band,
                "seen": seen,
                "text": f"n {share.n}" if seen is None else f"{percent(seen, 0)} ({share.n})",
                "dark": seen is not None and seen >= _DARK,
            }
        )
    base = alt.Chart(rows_of(items)).encode(
        x=alt.X("band:O", sort=bands, title="percentile of demand in the season", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("kind:N", sort=[kind.value for kind in Kind], title=None, axis=alt.Axis(labelLimit=190)),
    )
    # One hue from pale to the blue of the palette: order can be seen without telling colours apart.
    scale = alt.Scale(domain=[0, 0.5], range=["#D6E6F2", "#004C78"], clamp=True)
    chart = alt.layer(
        base.transform_filter("datum.seen != null")
        .mark_rect(stroke="transparent", strokeWidth=2)
        .encode(color=alt.Color("seen:Q", scale=scale, legend=None)),
        base.transform_filter("datum.seen != null && datum.dark")
        .mark_text(fontSize=12, color="#FFFFFF")
        .encode(text="text:N"),
        base.transform_filter("datum.seen != null && !datum.dark")
        .mark_text(fontSize=12, color="#10202C")
        .encode(text="text:N"),
        base.transform_filter("datum.seen == null").mark_text(fontSize=12, color=INK).encode(text="text:N"),
    ).properties(width=290, height=200)
    came = "announced" if fans.event == "announced" else "out"
    text = (
        f"Share of shows that had a next season {came} within {fans.horizons[0]} months, by how popular they were in "
        "their season and what they were made from; numbers in brackets are forecasts. Darker is more."
    )
    head = tuple(
        word
        for months in fans.horizons
        for word in (f"{months} months: came", "90 % interval", "we said", "rows", "shows")
    )
    table = Table(
        "Chance of return by demand",
        ("kind", "demand", *head),
        tuple(
            (cell.kind.value, cell.band, *(value for share in cell.within for value in _columns(share)))
            for cell in fans.cells
        ),
    )
    return drawn(chart, name, "Does a big fan base bring a show back?", text, table)


def _columns(share: Share) -> tuple[str | int | None, ...]:
    if share.seen is None:
        return None, None, None, share.n, share.lines
    ends = f"{percent(share.low, 0)} to {percent(share.high, 0)}"
    return percent(share.seen, 0), ends, None if share.said is None else percent(share.said, 0), share.n, share.lines
