"""A back-test on disk: one file for the rows of a landmark, one for what each contestant said of them. Written whole or
not at all, so an interrupted back-test goes on where it stopped. Needs numpy (`[forecast]`)."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from nextcour.errors import Expected
from nextcour.evaluation.rolling import Chances, Scored
from nextcour.forecast.lag import LagModel
from nextcour.forecast.panel import Event, Floats, Outcome, Panel
from nextcour.store import atomic

_ROWS = ("landmark", "line", "franchise", "number", "premiere", "age", "ended", "on_air", "demand", "features")


class OtherBacktest(Expected):
    """The folder holds results of another model, or of the same one on other inputs. The text says what to do."""


class Backtest:
    """The folder of one back-test. Nothing in it is ever changed, only added."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def days(self) -> list[dt.date]:
        """Landmarks whose rows are kept, oldest first."""
        return sorted(dt.date.fromisoformat(path.stem) for path in self.folder.glob("????-??-??.npz"))

    def claim(self, configuration: str, inputs: str, data_day: dt.date) -> None:
        """Says whose results the folder holds (hashes as in `forecast.curve.Run`), or checks that it says the same.

        Raises OtherBacktest, also for results without a word on whose they are, and OSError.
        """
        about = {"configuration": configuration, "inputs": inputs, "data_day": data_day.isoformat()}
        path = self.folder / "about.json"
        if path.exists():
            found = json.loads(path.read_text(encoding="utf-8"))
        elif self.days():
            found = None
        else:
            atomic.write_bytes(path, json.dumps(about).encode())
            return
        if found != about:
            raise OtherBacktest(
                f"{self.folder} holds the back-test of another model or of other data. Nothing was changed; choose "
                "another --folder, or leave it out."
            )

    def has_rows(self, day: dt.date) -> bool:
        return self._rows(day).exists()

    def has(self, day: dt.date, contestant: str) -> bool:
        return self._chances(day, contestant).exists()

    def keep_rows(self, day: dt.date, panel: Panel, levels: tuple[float, float, float], lag: LagModel) -> None:
        """The rows of `day`, and where our model's windows end on it."""
        arrays: dict[str, Floats] = {name: getattr(panel, name) for name in _ROWS}
        for event, outcome in panel.outcomes.items():
            arrays[f"days_{event}"], arrays[f"follow_{event}"] = outcome.days, outcome.follow
        about = {"names": panel.names, "lines": panel.lines, "levels": levels, "lag": msgspec.to_builtins(lag)}
        self._write(self._rows(day), arrays, about)

    def keep_chances(self, day: dt.date, contestant: str, chances: Chances) -> None:
        self._write(
            self._chances(day, contestant),
            {event.value: values.astype(np.float32) for event, values in chances.items()},
            {"contestant": contestant},
        )

    def scored(self, day: dt.date) -> Scored:
        """The rows of `day` with every contestant that scored them. Raises OSError when there are none."""
        with np.load(self._rows(day)) as rows:
            about = json.loads(str(rows["about"]))
            outcomes = {event: Outcome(rows[f"days_{event}"], rows[f"follow_{event}"]) for event in Event}
            panel = Panel(
                **{name: rows[name] for name in _ROWS},
                names=tuple(about["names"]),
                outcomes=outcomes,
                lines=tuple(about["lines"]),
            )
        found: dict[str, Chances] = {}
        for path in sorted(self.folder.glob(f"{day}--*.npz")):
            with np.load(path) as chances:
                name = json.loads(str(chances["about"]))["contestant"]
                found[name] = {
                    event: chances[event.value].astype(np.float64) for event in Event if event.value in chances
                }
        low, middle, high = about["levels"]
        return Scored(day, panel, found, (low, middle, high), msgspec.convert(about["lag"], LagModel))

    def _rows(self, day: dt.date) -> Path:
        return self.folder / f"{day}.npz"

    def _chances(self, day: dt.date, contestant: str) -> Path:
        return self.folder / f"{day}--{re.sub('[^a-z0-9]+', '-', contestant.lower())}.npz"

    def _write(self, path: Path, arrays: Mapping[str, Floats], about: Mapping[str, object]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".part-", suffix=".npz")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez_compressed(file, about=np.array(json.dumps(about)), **dict(arrays))  # type: ignore[arg-type]
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
