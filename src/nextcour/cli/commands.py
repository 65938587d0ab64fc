"""Every subcommand. Each lives in a module of its own and is imported only when it is called."""

from __future__ import annotations

import importlib

import click

from nextcour import __version__

# command name -> (module, attribute, one line of help shown in the list)
COMMANDS = {
    "ask": ("nextcour.cli.ask", "ask", "Will it come back, and when?"),
    "explain": (
        "nextcour.cli.explain",
        "explain",
        "Every fact, link and reason behind an answer, with source and days.",
    ),
    "check": ("nextcour.cli.check", "check", "Check what an article says about a show, claim by claim."),
    "write": ("nextcour.cli.write", "write", "The page about a show in words, every sentence with its source."),
    "changes": ("nextcour.cli.changes", "what_changed", "What became known between two days, with its evidence."),
    "forecast": (
        "nextcour.cli.forecast",
        "forecast",
        "Score every show for one day, and keep what was said.",
    ),
    "train": ("nextcour.cli.train", "train", "Fit the model anew from what is here."),
    "backtest": (
        "nextcour.cli.backtest",
        "backtest",
        "Make past forecasts again, each as of its own day, and score them.",
    ),
    "track-record": ("nextcour.cli.track_record", "track_record", "How good past forecasts were, in figures."),
    "fans": ("nextcour.cli.fans", "fans", "How often shows came back, by how popular they were."),
    "sync": ("nextcour.cli.sync", "sync", "Look for newer data, and use it when there is any."),
    "schedule": ("nextcour.cli.schedule", "schedule", "Keep syncing, each source at its interval."),
    "serve": ("nextcour.cli.serve", "serve", "The website, its API and feeds, on this machine."),
    "publish": ("nextcour.cli.publish", "publish", "The whole site as static files in FOLDER, for any host or CDN."),
    "catalog": ("nextcour.cli.catalog", "catalog", "The bundled catalogue: what is in it, and building it."),
    "franchise": (
        "nextcour.cli.franchise",
        "franchise",
        "An editor's corrections to what belongs together. They survive every rebuild.",
    ),
    "fact": ("nextcour.cli.fact", "fact", "Facts of your own: they come before what any source says."),
    "db": ("nextcour.cli.db", "db", "The fact store: back up, restore, check, upgrade."),
    "doctor": ("nextcour.cli.doctor", "doctor", "What is installed, where data lies, how old it is, what is missing."),
    "studio": ("nextcour.cli.studio", "studio", "What a studio has on air and announced, season by season."),
    "schema": (
        "nextcour.cli.schema",
        "schema",
        "The JSON Schema of `ask --json`, as committed in docs/answer.schema.json.",
    ),
}


class LazyGroup(click.Group):
    """A group that imports a subcommand when it is used (see "Lazily loading subcommands" in click's documentation)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nextcour")
def cli() -> None:
    """Will this anime come back, and when? Facts, an honest forecast, and what it rests on.

    \b
    nextcour ask "akudama drive season 2"
    nextcour ask "akudama drive" --as-of 2022-01-01
    """
