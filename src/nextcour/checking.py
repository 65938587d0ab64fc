"""Checking an article with everything wired: what `nextcour check` and the website call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache
from weakref import WeakKeyDictionary

from nextcour.articles.check import Tools, check
from nextcour.articles.checked import Checked
from nextcour.articles.claim import Claim, Extractor
from nextcour.articles.document import Document
from nextcour.articles.model_claims import messages, read_claims
from nextcour.articles.names import People, Readings, japanese_forms
from nextcour.articles.page import read
from nextcour.articles.rules import RuleExtractor
from nextcour.articles.shows import Shows
from nextcour.bootstrap import Engine

_TOOLS: WeakKeyDictionary[Engine, Tools] = WeakKeyDictionary()
FETCH_LIMIT = 5 * 1024 * 1024  # bytes of a page
FETCH_SECONDS = 20.0  # for all of it, redirects included


class ModelExtractor:
    """Claims that a language model points at, read as `articles.model_claims` says. `complete` sends a conversation and
    gives the answer's text."""

    def __init__(self, complete: Callable[[Sequence[dict[str, str]]], str]) -> None:
        self._complete = complete

    def claims(self, document: Document, shows: Shows) -> tuple[Claim, ...]:
        """Raises what `complete` raises."""
        return read_claims(self._complete(messages(document)), document, shows)


def check_text(
    content: str | bytes,
    media_type: str,
    engine: Engine,
    day: dt.date,
    *,
    published: dt.date | None = None,
    extra: Sequence[Extractor] = (),
    url: str | None = None,
) -> Checked:
    """Every claim of an article with its verdict, from what could be known on `day`.

    `media_type` is `text/html`, `text/markdown`, `text/plain`, or empty: it is guessed. `extra` extractors add to the
    rules. Raises articles.document.ArticleUnusable for what is no article, and what `extra` raises.
    """
    document = read(content, media_type)
    return check(document, engine.library, day, tools(engine, extra), published=published, url=url)


def check_url(
    url: str,
    engine: Engine,
    day: dt.date,
    *,
    published: dt.date | None = None,
    extra: Sequence[Extractor] = (),
) -> Checked:
    """The same for a public web page. The fetch is bounded in size, time and redirects and never reaches a private
    network. Raises http.errors.HttpFault too."""
    from nextcour.http.public_only import fetch_public  # noqa: PLC0415 - httpx is only paid for by addresses

    page = fetch_public(url, limit=FETCH_LIMIT, seconds=FETCH_SECONDS)
    return check_text(page.body, page.media_type, engine, day, published=published, extra=extra, url=page.url)


def tools(engine: Engine, extra: Sequence[Extractor] = ()) -> Tools:
    """Studio names, readings of people's names and the rules, made once for an engine's library."""
    from nextcour.sources.tables import studio_names  # noqa: PLC0415 - reads a table

    made = _TOOLS.get(engine)
    if made is None:
        names = studio_names()
        folding = engine.library.titles.folding
        people = People(folding.fold, japanese_forms(folding.han), _reading())
        made = Tools(names, people, RuleExtractor(names, tuple(engine.library.studios())))
        _TOOLS[engine] = made
    return Tools(made.names, made.people, made.extractor, tuple(extra))


_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
READINGS = 40  # of a name: what the dictionary thinks likeliest


@lru_cache(maxsize=1)
def _reading() -> Readings | None:
    """Romaji of a Japanese name in its likeliest readings; None where no dictionary is installed."""
    try:
        import cutlet  # noqa: PLC0415
    except ImportError:
        return None
    katsu = cutlet.Cutlet()

    def read_name(name: str) -> tuple[str, ...]:
        made = [str(katsu.romaji(name))]
        for nodes in katsu.tagger.nbestToNodeList(name, READINGS):
            kana = [str(getattr(node.feature, "kana", None) or "").translate(_HIRAGANA) for node in nodes]
            if not all(kana):
                continue
            latin = [str(katsu.map_kana(word)) for word in kana]
            # Where the surname ends is not marked: it ends after one of the words.
            made += [f"{''.join(latin[:end])} {''.join(latin[end:])}" for end in range(1, len(latin))]
        return tuple(dict.fromkeys(made))

    return read_name
