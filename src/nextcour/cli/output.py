"""Writing JSON to the terminal or a pipe."""

from __future__ import annotations

import click
import msgspec


def to_json(value: object, *, indent: int = 2) -> str:
    """JSON text of any of our types. Control characters are escaped by JSON itself; other text stays readable."""
    return msgspec.json.format(msgspec.json.encode(value), indent=indent).decode()


def print_json(value: object) -> None:
    click.echo(to_json(value))
