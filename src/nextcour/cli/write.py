"""`nextcour write`: the page about a show in words, every sentence with its footnote."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from nextcour.answers.answer import Outcome
from nextcour.answers.ask import ID_PREFIX
from nextcour.articles.edition import Edition, Lang
from nextcour.articles.prose_story import Story
from nextcour.articles.writing import Earlier, edition_of
from nextcour.bootstrap import Engine, open_engine
from nextcour.catalog.entry import Ids
from nextcour.cli.answering import EXIT, ask_one, show
from nextcour.cli.days import today
from nextcour.cli.errors import USAGE, Stop
from nextcour.cli.output import print_json, to_json
from nextcour.cli.params import Day
from nextcour.cli.progress import steps

LANGS = tuple(lang.value for lang in Lang)
FORMATS = ("md", "html")
EPILOG = "Exit codes: 0 written, 2 bad usage, 3 not found (nearest titles listed), 4 ambiguous (candidates listed)."


@click.command(epilog=EPILOG)
@click.argument("query", nargs=-1)
@click.option("--lang", type=click.Choice(LANGS), default="en", show_default=True, help="English, Japanese or Chinese.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Markdown (the default), or an HTML page.")
@click.option("--as-of", type=Day(), help="What could be known on this day.")
@click.option("--since", type=Day(), help="Begin with what has changed since the page as of this day.")
@click.option(
    "--synopsis", is_flag=True, help="Quote what it is about, fetched from AniList or MyAnimeList and credited."
)
@click.option("--spoilers", is_flag=True, help="With --synopsis: passages marked as spoilers too.")
@click.option("--json", "as_json", is_flag=True, help="The page as JSON: sections, sentences, footnotes.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file.")
def write(
    query: tuple[str, ...],
    lang: str,
    form: str | None,
    as_of: dt.date | None,
    since: dt.date | None,
    synopsis: bool,
    spoilers: bool,
    as_json: bool,
    output: Path | None,
) -> None:
    """The page about a show in words, every sentence with its source.

    What it is, the season so far, its renewal status and the release date, in English, Japanese or Chinese. Every
    sentence comes from a fact or a forecast and names it in a footnote; the same facts always give the same text.
    QUERY is a question as for `ask`, or an id that `ask` has shown.

    \b
    nextcour write "akudama drive"
    nextcour write "oshi no ko" --lang ja --since 2024-01-01 -o oshi-no-ko.md
    """
    if as_json and form is not None:
        raise click.UsageError("--json and --format exclude each other.")
    if spoilers and not synopsis:
        raise click.UsageError("--spoilers goes with --synopsis.")
    day = as_of or today()
    if since is not None and since >= day:
        raise Stop(f"{since} is not before {day}: --since names the day of an earlier page.", USAGE)
    engine = open_engine(steps)
    answer = ask_one(engine, " ".join(query), day, False, with_facts=False)
    if answer.outcome is not Outcome.ANSWERED or answer.franchise is None:
        show(answer, short=False, as_json=as_json)
        sys.exit(EXIT[answer.outcome])
    line = answer.franchise.line
    earlier = None
    if since is not None:
        earlier = Earlier(since, ask_one(engine, ID_PREFIX + line, since, False, with_facts=False))
    story = _story(engine, line, day, spoilers=spoilers) if synopsis else None
    _put(edition_of(answer, engine.library, day, Lang(lang), earlier=earlier, story=story), form, as_json, output)


def _story(engine: Engine, line: str, day: dt.date, *, spoilers: bool) -> Story:
    """What AniList or MyAnimeList say it is about; without words, and why, where neither could be asked."""
    home = engine.library.home(line)
    assert home is not None
    found = next(one for one in engine.library.franchise(home).lines if one.id == line)
    ids = engine.library.entry(found.installments[0].parts[0]).ids
    try:
        story = _fetched(ids, day, spoilers=spoilers)
    except ImportError as error:
        command = f"{sys.executable} -m pip install 'nextcour[sources]'"
        story = Story("nextcour", day, why=f"fetching needs {error.name}, which is not installed (`{command}`)")
    if not story.text:
        click.echo(f"nextcour: no synopsis ({story.why}). The page is written without one.", err=True)
    return story


def _fetched(ids: Ids, day: dt.date, *, spoilers: bool) -> Story:
    from nextcour.sources import synopsis  # noqa: PLC0415 - needs the extra `sources`
    from nextcour.syncing.parts import addresses, client  # noqa: PLC0415

    given = addresses()
    urls = {f"{name}_url": given[name]["url"] for name in ("anilist", "jikan") if "url" in given.get(name, {})}
    with client() as http:
        found, why = synopsis.fetch(http, ids, spoilers=spoilers, **urls)
    if found is None:
        return Story("nextcour", day, why="; ".join(why))
    return Story(found.source, found.day, found.text, found.url, found.cut)


def _put(edition: Edition, form: str | None, as_json: bool, output: Path | None) -> None:
    if as_json and output is None:
        print_json(edition)
        return
    text = to_json(edition) + "\n" if as_json else _rendered(edition, form)
    if output is None:
        click.echo(text, nl=False)
        return
    from nextcour.store.atomic import write_bytes  # noqa: PLC0415

    try:
        write_bytes(output, text.encode())
    except OSError as error:
        raise Stop(f"{output} cannot be written ({error.strerror}). What was there is as it was.") from None


def _rendered(edition: Edition, form: str | None) -> str:
    if form == "html":
        from nextcour.articles.writing_html import render_page  # noqa: PLC0415

        return render_page(edition)
    from nextcour.articles.writing_markdown import render_markdown  # noqa: PLC0415

    return render_markdown(edition)
