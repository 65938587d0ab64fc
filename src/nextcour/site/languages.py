"""The languages of the interface, and which of a title's forms each shows. English addresses have no prefix."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = {"en": "English", "ja": "日本語", "zh": "中文"}
TAGS = {"en": "en", "ja": "ja", "zh": "zh-Hans"}  # BCP 47, as HTML's `lang`
DEFAULT = "en"
LOCALE = Path(__file__).parent / "locale"
# Which titles a reader may prefer, with the language tags looked for, best first. `auto` follows the interface. A show
# without any of them is called by the catalogue's best Latin title. Chinese readers read a Japanese title sooner than
# its romanisation, and the sites they use show it.
TITLES: dict[str, tuple[str, ...]] = {
    "english": ("en",),
    "romaji": ("ja-Latn", "en"),
    "native": ("ja", "zh-Hans", "zh-Hant", "ko"),
    "chinese": ("zh-Hans", "zh-Hant", "ja"),
}
_AUTO = {"en": "english", "ja": "native", "zh": "chinese"}


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Marks a message that is translated later, where it is shown."""
    return message


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The messages of `language`; English ones stand in the templates."""
    return gettext.translation("nextcour", LOCALE, languages=[language], fallback=True)


def title_in(titles: Mapping[str, str], fallback: str, language: str, preference: str = "auto") -> str:
    """The title that a reader of `language` with this preference is shown; `fallback` where a show has none such.

    Under `auto` English shows the catalogue's best Latin title, which is `fallback`.
    """
    wanted = _AUTO[language] if preference not in TITLES else preference
    if preference not in TITLES and wanted == "english":
        return fallback
    return next((titles[tag] for tag in TITLES[wanted] if tag in titles), fallback)


def title_tag(titles: Mapping[str, str], shown: str, language: str = DEFAULT, preference: str = "auto") -> str | None:
    """Language tag of the title that is shown, for HTML's `lang`; None where nobody knows. Where a title is the same in
    several languages, it is in the one that was looked for first."""
    wanted = TITLES[preference if preference in TITLES else _AUTO[language]]
    return next((tag for tag in (*wanted, *titles) if titles.get(tag) == shown), None)
