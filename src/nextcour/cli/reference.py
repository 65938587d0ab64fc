"""The reference of every command, from the commands themselves: `python -m nextcour.cli.reference > docs/cli.md`."""

from __future__ import annotations

from collections.abc import Iterator

import click


def reference(root: click.Group) -> str:
    """Markdown of `root` and everything below it."""
    parts = ["# Commands\n\nMade by `python -m nextcour.cli.reference > docs/cli.md`; a test compares.\n"]
    # Settings are handed down as in a real call: click keeps a command's help option once it was made.
    top = click.Context(root, info_name="nextcour", terminal_width=100, **root.context_settings)
    for context in _walk(top):
        parts.append(f"## `{context.command_path}`\n\n```\n{context.command.get_help(context)}\n```\n")
    return "\n".join(parts)


def _walk(context: click.Context) -> Iterator[click.Context]:
    yield context
    command = context.command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from _walk(click.Context(child, parent=context, info_name=name, **child.context_settings))


if __name__ == "__main__":
    from nextcour.cli.commands import cli

    click.echo(reference(cli), nl=False)
