"""Brings the catalogues of the interface up to date: reads every message, keeps what is translated, compiles.

    .venv/bin/python bench/messages.py        (the same as `make messages`)

Writes `nextcour.pot`, and `nextcour.po` and `.mo` of each language, in `src/nextcour/site/locale`. The same sources
give the same bytes: no dates, no line numbers. Nothing is guessed: a message that changed has to be translated anew.
Exits with 1 when something is not translated, after it named that.
"""

from __future__ import annotations

import datetime as dt
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from nextcour.site.languages import DEFAULT, LANGUAGES, LOCALE

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("web", "site", "pages", "feeds", "publishing")
KEYWORDS = {"_": None, "gettext": None, "_gettext": None, "N_": None, "ngettext": (1, 2), "_ngettext": (1, 2)}
_UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # tools ask for a day; today would change the file every day
DOMAIN = "nextcour"
TARGETS = tuple(language for language in LANGUAGES if language != DEFAULT)
# How many forms a message with a number has: CLDR gives one to Japanese and Chinese.
_HEADERS = {"ja": "nplurals=1; plural=0;", "zh": "nplurals=1; plural=0;"}


def extracted() -> Catalog:
    """Every message of the interface, in the order of folders and files."""
    catalog = Catalog(project=DOMAIN, charset="utf-8")
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    for folder in FOLDERS:
        found = extract_from_dir(ROOT / "src" / "nextcour" / folder, methods, options, KEYWORDS)
        for name, _, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
            catalog.add(message, None, [(f"src/nextcour/{folder}/{name}", 0)], auto_comments=comments, context=context)
    return catalog


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def kept(language: str) -> Catalog:
    """The committed catalogue; an empty one for a new language."""
    path = po_file(language)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, language)


def updated(language: str, messages: Catalog) -> Catalog:
    """`messages` with the translations that are kept for them; what is no longer used is dropped."""
    old = kept(language)
    catalog = Catalog(language, project=DOMAIN, charset="utf-8")
    for message in messages:
        if message.id:
            before = old.get(message.id, message.context)
            string = before.string if before is not None and before.pluralizable == message.pluralizable else None
            catalog.add(message.id, string, message.locations, flags=message.flags, context=message.context)
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    """As a file: a header that says no more than tools need, and messages with the files that they stand in."""
    body = BytesIO()
    write_po(body, catalog, width=120, omit_header=True, include_lineno=False)
    lines = ["Content-Type: text/plain; charset=utf-8\\n"]
    if catalog.locale is not None:
        language = str(catalog.locale)
        lines += [f"Language: {language}\\n", f"Plural-Forms: {_HEADERS[language]}\\n"]
    header = "".join(f'"{line}"\n' for line in lines)
    return f'msgid ""\nmsgstr ""\n{header}\n'.encode() + body.getvalue()


def mo_bytes(po: bytes, language: str) -> bytes:
    """The compiled form of a catalogue file."""
    body = BytesIO()
    catalog = read_po(BytesIO(po), language)
    catalog.creation_date = catalog.revision_date = _UNDATED
    write_mo(body, catalog)
    return body.getvalue()


def untranslated(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id and not all(strings(message))]


def strings(message: Message) -> list[str]:
    """The forms of its translation, empty ones where there is none."""
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return [form or "" for form in forms]


def main() -> int:
    messages = extracted()
    LOCALE.mkdir(exist_ok=True)
    (LOCALE / f"{DOMAIN}.pot").write_bytes(po_bytes(messages))
    missing = 0
    for language in TARGETS:
        catalog = updated(language, messages)
        po = po_bytes(catalog)
        path = po_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(mo_bytes(po, language))
        for message in untranslated(catalog):
            missing += 1
            print(f"{language}: {message.id!r} ({message.locations[0][0]})", file=sys.stderr)
    print(f"{len(messages)} messages, {missing} not translated", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
