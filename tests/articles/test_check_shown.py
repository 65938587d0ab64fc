"""A checked article as HTML, as ClaimReview, and with a language model's help."""

# ruff: noqa: E501 - articles and addresses, whole
from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Sequence

import pytest

from nextcour.articles.checked import Checked
from nextcour.articles.claim_review import claim_reviews
from nextcour.articles.marked import marked_page
from nextcour.bootstrap import Engine
from nextcour.checking import ModelExtractor, check_text
from nextcour.http.chat import ChatEndpoint
from nextcour.http.errors import HttpFault
from tests.replay.replies import Reply, Sent
from tests.replay.server import ReplayServer

DAY = dt.date(2026, 11, 25)
TEXT = "Akudama Drive & <script>alert(1)</script>\n\nAkudama Drive ran for 24 episodes and premiered in October 2020. It could return in 2027."


@pytest.fixture(scope="module")
def checked(engine: Engine) -> Checked:
    return check_text(TEXT, "text/plain", engine, DAY, url="https://example.org/a")


def test_the_page_marks_sentences_and_escapes_everything(checked: Checked) -> None:
    page = marked_page(checked)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert '<mark class="contradicted">' in page
    assert '<mark class="supported">' in page
    assert "http" not in page.split("</head>")[1].replace("http-equiv", "")
    assert page.count("<mark") == page.count("</mark>")
    shown = html.unescape("".join(page.split("<article")[1].split("</article>")[0]))
    assert "ran for 24 episodes" in shown


def test_claim_reviews_are_of_what_was_judged(checked: Checked) -> None:
    reviews = claim_reviews(checked)
    assert {review["reviewRating"]["alternateName"] for review in reviews} == {"Supported", "Contradicted"}
    wrong = next(review for review in reviews if review["reviewRating"]["ratingValue"] == 1)
    assert wrong["@type"] == "ClaimReview"
    assert wrong["claimReviewed"] == "Akudama Drive ran for 24 episodes"
    assert "Right: 12" in wrong["reviewBody"]
    assert wrong["itemReviewed"]["appearance"]["url"] == "https://example.org/a"
    json.dumps(reviews)


STORY = "Akudama Drive season 2?\n\nWhat did Akudama Drive have? Instalments, that is what Akudama Drive had: 24 of them. Pierrot drew it."


class Model(ReplayServer):
    """An endpoint that says what it is told to."""

    said = ""

    def answer(self, sent: Sent) -> Reply:
        return Reply.json({"choices": [{"message": {"role": "assistant", "content": self.said}}]})


def _found(engine: Engine, said: str) -> Checked:
    with Model() as server:
        server.said = said
        endpoint = ChatEndpoint(f"{server.base}/v1", "tiny", "secret")
        return check_text(STORY, "text/plain", engine, DAY, extra=[ModelExtractor(endpoint.complete)])


def test_what_a_model_points_at_is_judged_like_the_rest(engine: Engine) -> None:
    found = _found(engine, '```json\n[{"text": "had: 24 of them", "kind": "episodes", "value": 24}]\n```')
    claim = next(claim for claim in found.claims if claim.kind == "episodes")
    assert (claim.verdict.value, claim.right_value) == ("contradicted", "12")
    assert claim.text == "had: 24 of them"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "I cannot do that.",
        "[" * 100_000,
        '[{"text": "not in the article", "kind": "episodes", "value": 99}]',
        '[{"text": "had: 24 of them", "kind": "episodes", "value": 99}]',
        '[{"text": "had: 24 of them", "kind": "verdict", "value": "supported"}]',
        '[{"text": "Pierrot drew it", "kind": "studio", "value": "Kyoto Animation"}]',
        '[{"text": 7, "kind": [], "value": {}}, null, 3, "x"]',
        '[{"text": "Pierrot drew it", "kind": "announced", "value": "YES 99999"}]',
        '[{"text": "Pierrot drew it", "kind": "first_air_date", "value": "2020-10-08"}]',
    ],
)
def test_what_a_model_makes_up_is_dropped(engine: Engine, said: str) -> None:
    plain = check_text(STORY, "text/plain", engine, DAY)
    assert _found(engine, said).claims == plain.claims


def test_an_endpoint_that_fails_says_so_and_never_shows_the_key(engine: Engine) -> None:
    with ReplayServer() as server:
        endpoint = ChatEndpoint(server.base, "tiny", "secret")
        with pytest.raises(HttpFault) as error:
            check_text(STORY, "text/plain", engine, DAY, extra=[ModelExtractor(endpoint.complete)])
    assert "secret" not in str(error.value)
    assert "secret" not in repr(endpoint)
    calls: list[Sequence[dict[str, str]]] = []

    def spoken(messages: Sequence[dict[str, str]]) -> str:
        calls.append(messages)
        return "[]"

    check_text(STORY, "text/plain", engine, DAY, extra=[ModelExtractor(spoken)])
    assert [message["role"] for message in calls[0]] == ["system", "user"]
