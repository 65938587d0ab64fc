"""The reference of every command, from the commands themselves: `python -m nextcour.cli.reference > docs/cli.md`."""

from __future__ import annotations

from collections.abc import Iterator

import click


def reference(root: click.Group) -> str:
    """Markdown of `root` and everything below it."""
    parts = ["# Commands\n\nMade by `python -m nextcour.cli.reference > docs/cli.md`; a test compares.\n"]
    for path, command in _walk(root, ("nextcour",)):
        context = click.Context(command, info_name=" ".join(path), terminal_width=100)
        parts.append(f"## `{' '.join(path)}`\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from _walk(child, (*path, name))


if __name__ == "__main__":
    from nextcour.cli.commands import cli

    click.echo(reference(cli), nl=False)
