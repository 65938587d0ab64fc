"""Reviewed answers. A difference here is read like code: `pytest --update-golden`."""

from __future__ import annotations

import pytest

from tests.cli.run import nextcour
from tests.conftest import Golden

CASES = {
    "akudama-today": ("akudama drive season 2",),
    "akudama-2022": ("akudama drive season 2", "--as-of", "2022-01-01"),
    "announced-not-out": ("oshi no ko s2", "--as-of", "2023-12-01"),
    "announced-dated": ("oshi no ko s2", "--as-of", "2024-06-20"),
    "on-air": ("frieren season 2", "--as-of", "2023-12-01"),
    "split-cour": ("spy x family", "--as-of", "2022-08-01"),
    "out-with-streams": ("oshi no ko season 2",),
    "ambiguous": ("gundam",),
    "not-found": ("qwxz vvkkq jjqx",),
    "unheard-of": ("akudama drive", "--as-of", "2015-01-01"),
    "strict": ("akudama drive", "--as-of", "2022-01-01", "--strict"),
    "long-running": ("detective conan",),
}


@pytest.mark.parametrize("name", CASES)
def test_answer(name: str, golden: Golden) -> None:
    done = nextcour("ask", *CASES[name], env={"COLUMNS": "100"})
    text = "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())
    golden.check(f"ask-{name}.txt", f"exit code {done.returncode}\n{text}")
