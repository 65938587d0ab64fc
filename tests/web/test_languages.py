"""The interface in Japanese and Chinese: nothing left untranslated, titles as the reader prefers them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from gettext import NullTranslations
from xml.etree.ElementTree import Element

import pytest
from babel.messages.catalog import Catalog
from starlette.testclient import TestClient

from bench import messages
from nextcour.answers.answer import RenewalStatus
from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.site.languages import LANGUAGES, TAGS, TITLES, title_in, title_tag, translations
from nextcour.site.site import Site
from nextcour.site.standing import standing
from nextcour.site.words import Words
from nextcour.web.renderer import Renderer
from nextcour.web.views import home, plain, track_record
from nextcour.web.views import title as title_view
from tests.web.html_of import elements, only, parsed, text_of

OTHERS = ("ja", "zh")
PAGES = (
    "/", "/season/2026/spring", "/season/2020/fall", "/calendar", "/calendar/2020-10", "/studios", "/browse",
    "/browse?status=NOT_ANNOUNCED", "/browse?studio=nobody", "/browse/2020", "/browse?page=x", "/browse?sort=x",
    "/search", "/search?q=a", "/search?q=qqqqzzzz", "/track-record", "/about", "/preferences", "/nowhere",
    "/studio/studio-pierrot", "/anime/akudama-drive", "/anime/akudama-drive/forecasts", "/anime/oshi-no-ko",
    "/anime/attack-on-titan", "/anime/blue-box", "/anime/akudama-drive?as_of=2020-11-20",
    "/anime/akudama-drive?as_of=2015-01-01",
)  # fmt: skip
SAID = ("alt", "title", "aria-label", "placeholder", "content", "data-label", "data-some", "data-none")
PLACES = re.compile(r"%\((\w+)\)s|%%")
_HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def extracted() -> Catalog:
    """What the code and templates say now."""
    return messages.extracted()


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_has_every_message_and_no_other(language: str, extracted: Catalog) -> None:
    kept = messages.kept(language)
    assert {message.id for message in kept} == {message.id for message in extracted}
    assert [message.id for message in messages.untranslated(kept)] == []
    assert not [message.id for message in kept if message.id and message.fuzzy]


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_the_placeholders(language: str) -> None:
    for message in messages.kept(language):
        if message.id:
            said = message.id[-1] if isinstance(message.id, tuple) else message.id
            for form in messages.strings(message):
                assert Counter(PLACES.findall(form)) == Counter(PLACES.findall(said)), form
                assert "%" not in PLACES.sub("", form) or "%" in PLACES.sub("", said), form


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    path = messages.po_file(language)
    assert path.with_suffix(".mo").read_bytes() == messages.mo_bytes(path.read_bytes(), language)


def test_another_run_changes_nothing(extracted: Catalog) -> None:
    assert (messages.LOCALE / "nextcour.pot").read_bytes() == messages.po_bytes(extracted)
    for language in OTHERS:
        assert messages.po_file(language).read_bytes() == messages.po_bytes(messages.updated(language, extracted))


def _said(element: Element, language: str) -> Iterator[str]:
    """Texts and described attributes that are in the page's own language, element by element."""
    page = language
    own = element.get("lang", language)
    tag = str(element.tag).removeprefix(_HTML)
    if tag in ("script", "style", "code"):
        return
    if own == page:
        yield from (element.get(name, "") for name in SAID)
        yield element.text or ""
    for child in element:
        if child.get("lang", page) == page:
            yield from _said(child, page)
        if own == page:
            yield child.tail or ""


def _english(language: str) -> list[re.Pattern[str]]:
    """The interface's English messages as patterns, without those that are the same in `language`."""
    gettext = translations(language).gettext
    found = []
    for message in messages.kept(language):
        for said in message.id if isinstance(message.id, tuple) else (message.id,):
            words = PLACES.sub("", said)
            if len(words) > 5 and re.search(r"[a-z]{2}", words) and gettext(said) != said:
                parts = (re.escape(" ".join(part.split())) for part in re.split(r"%\(\w+\)s|%%", said))
                found.append(re.compile(".{1,60}?".join(parts)))
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_no_page_says_a_word_of_the_interface_in_english(client: TestClient, language: str) -> None:
    english = _english(language)
    names = {"TV", "OVA", "RSS", "JSON Feed", "nextcour", "Netflix"}
    for path in PAGES:
        document = parsed(client.get(f"/{language}{path}").text)
        assert document.get("lang") == TAGS[language]
        for text in {" ".join(said.split()) for said in _said(document, TAGS[language])}:
            if text and text not in names:
                assert not [one.pattern for one in english if one.fullmatch(text)], (path, text)


class _Missed(NullTranslations):
    """What is asked of a catalogue that has no word for it."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: set[str] = set()

    def gettext(self, message: str) -> str:
        self.messages.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.messages.add(msgid1)
        return msgid1 if n == 1 else msgid2


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_asked_of_the_catalogue_that_the_extraction_missed(
    site: Site, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed = _Missed()
    monkeypatch.setattr(translations(language), "_fallback", missed)
    renderer = Renderer(site, language)
    for line in ("akudama-drive", "oshi-no-ko", "blue-box"):
        assert title_view.title(renderer, line) is not None
        item = site.shelf.item(line)
        assert item is not None
        assert standing(site.shelf, item, language).whole
    for page in (home.home(renderer), plain.about(renderer), track_record.track_record(renderer)):
        assert page is not None
    words = Words(language)
    for status in RenewalStatus:
        words.status(status)
    for format_ in Format:
        words.format(format_.value)
        words.installment(2, format_.value)
    for material in SourceMaterial:
        words.source(material.value)
    words.title_choices()
    assert missed.messages == set()


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("line", ["akudama-drive", "oshi-no-ko", "attack-on-titan"])
def test_the_sentences_of_a_show_are_in_the_language(client: TestClient, language: str, line: str) -> None:
    page = parsed(client.get(f"/{language}/anime/{line}").text)
    for name in ("verdict", "basis", "signs", "cases"):
        for element in (one for one in page.iter() if name in (one.get("class") or "").split()):
            assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text_of(element)), text_of(element)
    reasons = [one for one in elements(page, "ul") if one.get("class") == "signs"]
    assert reasons
    assert not [one for one in reasons[0].iter() if one.get("lang") == "en"]


@pytest.mark.parametrize(("preference", "shown"), [
    ("auto", {"": "Akudama Drive", "/ja": "アクダマドライブ", "/zh": "恶玉DRIVE"}),
    ("native", dict.fromkeys(("", "/ja", "/zh"), "アクダマドライブ")),
    ("romaji", dict.fromkeys(("", "/ja", "/zh"), "Akudamadoraibu")),
    ("english", dict.fromkeys(("", "/ja", "/zh"), "Akudama Drive")),
    ("chinese", dict.fromkeys(("", "/ja", "/zh"), "恶玉DRIVE")),
])  # fmt: skip
def test_the_cookie_chooses_the_titles(client: TestClient, preference: str, shown: dict[str, str]) -> None:
    for prefix, title in shown.items():
        answer = client.get(f"{prefix}/preferences?titles={preference}&back={prefix}/anime/akudama-drive")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{prefix}/anime/akudama-drive")
        page = client.get(answer.headers["location"])
        client.cookies.clear()
        assert text_of(only(parsed(page.text), "h1")) == title


def test_a_title_says_which_language_it_is_in(client: TestClient) -> None:
    for prefix, tag in (("/ja", "ja"), ("/zh", "zh-Hans")):
        assert only(parsed(client.get(f"{prefix}/anime/akudama-drive").text), "h1").get("lang") == tag


def test_a_title_that_is_missing_in_a_language_falls_back_to_the_one_that_is_there() -> None:
    both = {"ja": "銀河", "zh-Hant": "銀河", "ja-Latn": "Ginga"}
    assert title_in(both, "Ginga", "zh") == "銀河"
    assert title_in({"ja": "銀河", "ja-Latn": "Ginga"}, "Ginga", "zh") == "銀河"
    assert title_in({"ja-Latn": "Ginga"}, "Ginga", "zh") == "Ginga"
    assert title_in({"ko": "은하"}, "Eunha", "ja") == "은하"
    assert title_in({}, "Ginga", "en", "native") == "Ginga"
    assert {title_in({}, "x", language, name) for language in LANGUAGES for name in ("auto", *TITLES)} == {"x"}


def test_a_title_of_two_languages_is_in_the_one_that_was_looked_for() -> None:
    both = {"zh-Hant": "銀河", "ja": "銀河"}
    assert title_tag(both, "銀河", "ja") == "ja"
    assert title_tag(both, "銀河", "zh") == "zh-Hant"
    assert title_tag(both, "銀河", "zh", "native") == "ja"
    assert title_tag(both, "Ginga", "ja") is None


@pytest.mark.parametrize("prefix", ["", "/ja", "/zh"])
def test_a_page_names_itself_in_every_language_and_the_switch_keeps_what_was_asked(
    client: TestClient, prefix: str
) -> None:
    page = parsed(client.get(f"{prefix}/browse?status=NOT_ANNOUNCED&sort=title").text)
    alternates = {one.get("hreflang"): one.get("href") for one in elements(page, "link") if one.get("hreflang")}
    assert set(alternates) == {"en", "ja", "zh-Hans", "x-default"}
    assert alternates["ja"] == "https://nextcour.example/ja/browse"
    locales = [
        (one.get("property"), one.get("content"))
        for one in elements(page, "meta")
        if (one.get("property") or "").startswith("og:locale")
    ]
    own = {"": "en_GB", "/ja": "ja_JP", "/zh": "zh_CN"}[prefix]
    assert [content for name, content in locales if name == "og:locale"] == [own]
    assert {content for _, content in locales} == {"en_GB", "ja_JP", "zh_CN"}
    switches = {one.get("hreflang"): one.get("href", "") for one in elements(page, "a") if one.get("hreflang")}
    for tag, start in (("en", "/browse?"), ("ja", "/ja/browse?"), ("zh-Hans", "/zh/browse?")):
        assert switches[tag].startswith(start)
        assert "status=NOT_ANNOUNCED" in switches[tag]
        assert "sort=title" in switches[tag]


def test_days_and_chances_are_written_as_the_language_does() -> None:
    day = dt.date(2026, 4, 25)
    said = {language: Words(language) for language in LANGUAGES}
    assert {name: words.day(day) for name, words in said.items()} == {
        "en": "25 Apr 2026", "ja": "2026年4月25日", "zh": "2026年4月25日",
    }  # fmt: skip
    assert [said["ja"].chance(p) for p in (0.0005, 0.034, 0.21, 0.995)] == ["0.1%未満", "3.4%", "21%", "99%超"]
    assert [said["zh"].chance(p) for p in (0.0005, 0.034, 0.21, 0.995)] == ["不到0.1%", "3.4%", "21%", "超过99%"]
    assert [said["en"].chance(p) for p in (0.0005, 0.034)] == ["< 0.1 %", "3.4 %"]
    assert [words.season("FALL 2020") for words in said.values()] == ["Fall 2020", "2020年秋", "2020年秋季"]
    assert [words.installment(2) for words in said.values()] == ["Season 2", "第2期", "第2季"]
    assert [words.length(35) for words in said.values()] == ["5 weeks", "5週間", "5周"]
    assert [said["en"].months(n) for n in (1, 2)] == ["1 month", "2 months"]
    assert [words.share(0.338, 1) for words in said.values()] == ["33.8 %", "33.8%", "33.8%"]
