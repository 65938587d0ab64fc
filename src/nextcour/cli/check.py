"""`nextcour check`: an article's claims, each with its verdict and what it rests on."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nextcour.cli.days import today
from nextcour.cli.errors import NOT_FOUND, USAGE, Stop
from nextcour.cli.extras import need_articles
from nextcour.cli.params import Day
from nextcour.cli.progress import steps

if TYPE_CHECKING:
    from nextcour.articles.checked import Checked
    from nextcour.articles.claim import Extractor

EPILOG = (
    "Exit codes: 0 checked and nothing contradicted, 1 the page cannot be fetched or read, 2 bad usage, 3 there is no "
    "article about a known show in it, 5 something is contradicted."
)
CONTRADICTED = 5
_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}


@click.command(epilog=EPILOG)
@click.argument("article", metavar="FILE|URL|-")
@click.option("--as-of", type=Day(), help="Judge by what could be known on this day.")
@click.option("--published", type=Day(), help="The day the article was published, where the page does not say.")
@click.option("--json", "as_json", is_flag=True, help="As JSON (docs/check.md).")
@click.option(
    "--html", "html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with the claims marked here."
)
@click.option("--claim-review", is_flag=True, help="As schema.org ClaimReview (JSON-LD).")
@click.option(
    "--extractor", metavar="URL", help="Ask an OpenAI-compatible endpoint for further claims (NEXTCOUR_LLM_URL)."
)
def check(
    article: str,
    as_of: dt.date | None,
    published: dt.date | None,
    as_json: bool,
    html: Path | None,
    claim_review: bool,
    extractor: str | None,
) -> None:
    """Check what an article says about a show, claim by claim.

    \b
    nextcour check article.html
    nextcour check https://example.org/akudama-drive-season-2
    pbpaste | nextcour check -

    Each claim is supported, contradicted (with what is right), outdated, a near miss, unverifiable or speculation.
    NEXTCOUR_LLM_URL, NEXTCOUR_LLM_KEY and NEXTCOUR_LLM_MODEL set an endpoint for --extractor; none is needed.
    """
    if as_json and claim_review:
        raise click.UsageError("--json and --claim-review exclude each other.")
    need_articles()
    from nextcour.bootstrap import open_engine  # noqa: PLC0415 - after the extras were looked at
    from nextcour.checking import check_text, check_url  # noqa: PLC0415

    day = as_of or today()
    extra = _extra(extractor)
    if article.startswith(("http://", "https://")):
        checked = check_url(article, open_engine(steps), day, published=published, extra=extra)
    else:
        content, kind = _content(article)
        checked = check_text(content, kind, open_engine(steps), day, published=published, extra=extra)
    if html is not None:
        _write(html, checked)
    if as_json or claim_review:
        from nextcour.articles.claim_review import claim_reviews  # noqa: PLC0415
        from nextcour.cli.output import print_json  # noqa: PLC0415

        print_json(claim_reviews(checked) if claim_review else checked)
    else:
        from nextcour.cli.check_show import print_checked  # noqa: PLC0415

        print_checked(checked, wrote=html)
    if not checked.shows and not checked.claims:
        sys.exit(NOT_FOUND)
    sys.exit(CONTRADICTED if checked.counts().get("contradicted") else 0)


def _content(article: str) -> tuple[bytes, str]:
    """Bytes and their type by the file's name. Raises Stop."""
    from nextcour.articles.document import MAX_BYTES  # noqa: PLC0415

    if article == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1), ""
    path = Path(article)
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1), _TYPES.get(path.suffix.casefold(), "")
    except (FileNotFoundError, ValueError):
        raise Stop(
            f"There is no file {article[:200]!r}. Give a file, an address (https://…), or - for standard input.",
            USAGE,
        ) from None
    except (IsADirectoryError, PermissionError) as error:
        raise Stop(f"{article[:200]!r} cannot be read ({error.strerror}).", USAGE) from None


def _write(path: Path, checked: Checked) -> None:
    from nextcour.articles.marked import marked_page  # noqa: PLC0415
    from nextcour.store.atomic import write_bytes  # noqa: PLC0415

    write_bytes(path, marked_page(checked).encode("utf-8", "replace"))


def _extra(address: str | None) -> Sequence[Extractor]:
    """The model's extractor where one was asked for. Raises Stop."""
    url = address or os.environ.get("NEXTCOUR_LLM_URL", "")
    if not url:
        return ()
    model = os.environ.get("NEXTCOUR_LLM_MODEL", "")
    if not model:
        raise Stop("NEXTCOUR_LLM_MODEL has to name the model that the endpoint should use.", USAGE)
    from nextcour.checking import ModelExtractor  # noqa: PLC0415
    from nextcour.http.chat import ChatEndpoint  # noqa: PLC0415

    return (ModelExtractor(ChatEndpoint(url, model, os.environ.get("NEXTCOUR_LLM_KEY", "")).complete),)
