"""The names file and the script that looks in it, run as a browser would."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from nextcour.publishing.publish import Report
from nextcour.web import assets
from tests.publishing.conftest import ROOT

NODE = shutil.which("node")
SCRIPT = """
import { readFileSync } from "node:fs";
globalThis.fetch = async (path) => ({ ok: true, json: async () => JSON.parse(readFileSync(path, "utf8")) });
const { find } = await import(process.argv[2]);
const found = {};
for (const typed of JSON.parse(process.argv[4])) found[typed] = await find(process.argv[3], typed);
console.log(JSON.stringify(found));
"""
TYPED = {
    "aku": "akudama-drive", "AKUDAMA  dr": "akudama-drive", "アクダマ": "akudama-drive", "drive": "akudama-drive",
    "推し": "oshi-no-ko", "oshi no": "oshi-no-ko", "アオ": "blue-box", "ＡＯ　ＮＯ": "blue-box",
}  # fmt: skip
NOTHING = ("", " ", "zz", "qqqq", "\u0000", "-", "(((", "<script>", "a" * 5000)


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_a_title_is_found_in_any_script(published: tuple[Path, Report], tmp_path: Path) -> None:
    root, _ = published
    script, module = tmp_path / "run.mjs", tmp_path / "names.mjs"
    script.write_text(SCRIPT, encoding="utf-8")
    shutil.copy(assets.FOLDER / "names.js", module)
    assert NODE is not None
    asked = json.dumps([*TYPED, *(one for one in NOTHING if "\0" not in one)])
    done = subprocess.run(
        [NODE, script, module, root / "names-en.json", asked], capture_output=True, text=True, check=True, timeout=60
    )
    found = json.loads(done.stdout)
    for typed, line in TYPED.items():
        assert f"{ROOT}/anime/{line}" in [one["url"] for one in found[typed]], typed
    for typed in NOTHING:
        assert found.get(typed, []) == []


def test_the_names_lead_to_pages(published: tuple[Path, Report]) -> None:
    root, _ = published
    told = json.loads((root / "names-en.json").read_text(encoding="utf-8"))
    assert {place for _, place in told["names"]} == set(range(len(told["shows"])))
    for _, _, _, url in told["shows"]:
        assert (root / url.removeprefix(f"{ROOT}/") / "index.html").is_file()
