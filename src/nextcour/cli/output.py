"""Writing JSON to the terminal or a pipe."""

from __future__ import annotations

import json
import sys

import click
import msgspec


def to_json(value: object, *, indent: int = 2) -> str:
    """JSON text of any of our types. Control characters are escaped by JSON itself; other text stays readable."""
    return msgspec.json.format(msgspec.json.encode(value), indent=indent).decode()


def print_json(value: object) -> None:
    text = to_json(value)
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        text = json.dumps(json.loads(text), indent=2)  # escapes what is not ASCII: nothing is lost
    click.echo(text)
