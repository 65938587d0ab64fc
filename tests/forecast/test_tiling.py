"""The larger catalogues that growth is measured on: the same shows again, with the same features."""

from __future__ import annotations

import datetime as dt
import sys

import numpy as np
import pytest

from nextcour.forecast.landmarks import panel
from nextcour.forecast.panel import Event
from tests.conftest import ROOT
from tests.forecast import catalogues


def test_every_copy_has_the_rows_of_the_single_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    import tiling

    bench = catalogues.workbench()
    days = [dt.date(2018, 1, 1), dt.date(2022, 7, 1)]
    single = panel(bench.chronicle, days, bench.seen, bench.counted)
    chronicle = tiling.tile_chronicle(bench.chronicle, 3)
    lines = len(bench.chronicle.lines)
    counted = [tiling.tile_places(one, 3) for one in bench.counted]
    tiled = panel(chronicle, days, tiling.tile_seen(bench.seen, lines, 3), counted)
    copies = tiling.tiled_rows(single.landmark, 3)
    assert len(set(chronicle.lines)) == 3 * lines
    assert np.array_equal(tiled.features, single.features[copies], equal_nan=True)
    assert np.array_equal(tiled.line % lines, single.line[copies])
    assert len(np.unique(tiled.franchise)) == 3 * len(np.unique(single.franchise))
    for event in Event:
        assert np.array_equal(tiled.outcomes[event].days, single.outcomes[event].days[copies])
    sys.modules.pop("tiling")
