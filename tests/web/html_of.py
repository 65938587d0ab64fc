"""A page read by an HTML5 parser."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

_HTML = "{http://www.w3.org/1999/xhtml}"


def parsed(text: str) -> Element:
    """The document. Raises html5lib's ParseError for anything that is not well-formed."""
    document: Element = html5lib.HTMLParser(strict=True).parse(text)
    return document


def elements(document: Element, name: str) -> Iterator[Element]:
    return document.iter(f"{_HTML}{name}")


def text_of(element: Element) -> str:
    """What it says, white space collapsed."""
    return " ".join("".join(element.itertext()).split())


def only(document: Element, name: str) -> Element:
    (found,) = elements(document, name)
    return found


def addresses(document: Element) -> set[str]:
    """Where links, forms, scripts, styles and pictures lead to, within the site."""
    wanted = (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src"))
    found = {element.get(name, "") for tag, name in wanted for element in elements(document, tag)}
    return {address.partition("#")[0] for address in found if address.startswith("/")}


def offences(document: Element) -> list[str]:
    """What a strict policy would refuse, or somebody could have slipped in: code in the page, styles in the page,
    addresses that run."""
    found = []
    for element in document.iter():
        tag = str(element.tag).removeprefix(_HTML)
        if tag == "style" or (
            tag == "script" and element.get("type") != "application/ld+json" and not element.get("src")
        ):
            found.append(f"<{tag}>")
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on") or name == "style":
                found.append(f"{tag} {name}")
            if str(name) in ("href", "src", "action") and value.strip().lower().startswith(("javascript:", "data:")):
                found.append(f"{tag} {value[:40]}")
    return found
