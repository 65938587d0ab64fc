"""The docs are run: the README's example, its commands, and the links between pages."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.run import nextcour

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
EXAMPLE = re.compile(r"(<!-- example: nextcour ([^\n]+) -->\n```\n)(.*?)(```\n<!-- /example -->)", re.S)
PAGES = (README, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"))


def test_the_example_is_what_is_printed(request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    found = EXAMPLE.search(text)
    assert found is not None
    printed = nextcour(*shlex.split(found[2]), env={"COLUMNS": "100"}).stdout
    shown = "".join(line.rstrip() + "\n" for line in printed.splitlines())
    if request.config.getoption("--update-golden"):
        README.write_text(EXAMPLE.sub(lambda m: m[1] + shown + m[4], text), encoding="utf-8")
        return
    assert found[3] == shown, "run: pytest --update-golden tests/test_docs.py"


def commands() -> list[str]:
    blocks = re.findall(r"^```\n(.*?)^```$", README.read_text(encoding="utf-8"), re.S | re.M)
    lines = (line.split("  #")[0].strip() for block in blocks for line in block.splitlines())
    return [line.removeprefix(".venv/bin/nextcour ") for line in lines if line.startswith(".venv/bin/nextcour ")]


def test_the_readme_shows_commands() -> None:
    assert len(commands()) >= 4


@pytest.mark.parametrize("command", [c for c in commands() if "--batch" not in c])
def test_every_command_of_the_readme_works(command: str) -> None:
    assert nextcour(*shlex.split(command)).returncode == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_readme_names_the_two_commands_that_the_makefile_has() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = README.read_text(encoding="utf-8")
    for target in ("ask", "test"):
        assert f"make {target}" in readme
        assert re.search(rf"^{target}:", makefile, re.M)


def test_lock_files_name_no_index() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"https?://|--index|--extra-index", lock.read_text(encoding="utf-8")), lock
