"""`nextcour schema`: the JSON Schema of `ask --json`."""

from __future__ import annotations

import click
import msgspec

from nextcour.answers.answer import SCHEMA_VERSION, Answer
from nextcour.cli.output import print_json


def answer_schema() -> dict[str, object]:
    """JSON Schema (2020-12) of `Answer`."""
    document: dict[str, object] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "nextcour answer",
        "description": f"What `nextcour ask --json` prints. Schema version {SCHEMA_VERSION}.",
    }
    document.update(msgspec.json.schema(Answer))
    return document


@click.command()
def schema() -> None:
    """The JSON Schema of `ask --json`, as committed in docs/answer.schema.json."""
    print_json(answer_schema())
