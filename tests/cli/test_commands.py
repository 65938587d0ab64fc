"""Every command has help and documentation; doctor and catalog info tell what is here."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from nextcour.cli.commands import COMMANDS, cli
from nextcour.cli.reference import reference
from tests.cli.run import nextcour

ROOT = Path(__file__).resolve().parents[2]


def walk(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append(((*path, name), command))
        if isinstance(command, click.Group):
            found += walk(command, (*path, name))
    return found


@pytest.mark.parametrize(
    ("path", "command"), walk(cli), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_and_option_has_help(path: tuple[str, ...], command: click.Command) -> None:
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name != "help":
            assert parameter.help, f"{' '.join(path)} {parameter.opts}"


def test_the_list_of_commands_says_what_their_help_says() -> None:
    for name, (_, _, words) in COMMANDS.items():
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert command.help is not None
        assert command.help.splitlines()[0] == words


def test_the_reference_is_up_to_date() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == reference(cli), "run: python -m nextcour.cli.reference > docs/cli.md"


def test_doctor_names_what_is_here() -> None:
    done = nextcour("doctor", "--json")
    assert done.returncode == 0
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows["data day"]["state"] == "stale"
    assert "212 days ago" in rows["data day"]["detail"]
    assert rows["catalogue"]["state"] == "ok"


def test_doctor_fails_when_something_is_broken(tmp_path: Path) -> None:
    done = nextcour("doctor", "--json", env={"NEXTCOUR_CATALOGUE": str(tmp_path / "none")})
    assert done.returncode == 1
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows["catalogue"]["state"] == "broken"


def test_catalog_info_covers_every_entry() -> None:
    content = json.loads(nextcour("catalog", "info", "--json").stdout)
    assert sum(row["n"] for row in content["coverage"]) == content["entries"]
    assert "2026" in nextcour("catalog", "info").stdout
