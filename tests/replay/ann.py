"""Anime News Network on the loopback: the news feed and the encyclopedia's `api.xml`. The shows and headlines are made
up; the form is the site's."""

from __future__ import annotations

from tests.replay.server import ReplayServer, Reply, Sent

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:ann="https://www.animenewsnetwork.com/"><channel>
<title>Anime News Network - News</title><link>https://www.animenewsnetwork.com/news/</link>
%s</channel></rss>"""
ITEM = """<item><title>%s</title><link>%s</link>
<guid isPermaLink="false">https://www.animenewsnetwork.com/cms/.1</guid>
<description>%s</description><pubDate>%s</pubDate><category>Anime</category></item>
"""
NEWS = "https://www.animenewsnetwork.com/news/2026-11-20/%s/.%d"
SHOW = """<anime id="%d" gid="1" type="TV" name="%s" precision="TV" generated-on="2026-11-20T01:02:03Z">
<related-prev rel="sequel of" id="900"/><related-next rel="sequel" id="901"/><related-next rel="sequel" id="x"/>
<info gid="2" type="Main title" lang="EN">%s</info>
<info gid="3" type="Alternative title" lang="JA">薄明の塔</info>
<info gid="4" type="Alternative title" lang="ES">La torre &amp; el alba</info>
<info gid="5" type="Number of episodes">12</info>
<info gid="6" type="Vintage">2020-09-20 (Advanced screening)</info>
<info gid="7" type="Vintage">2020-10-08 to 2020-12-24</info>
<info gid="8" type="Vintage">2021-03 to 2021-06 (France)</info>
<info gid="9" type="Official website" lang="JA" href="https://example.jp/">公式</info>
<info gid="10" type="Official website" lang="EN" href="https://example.com/">site</info>
<ratings nb_votes="1500" weighted_score="7.5" bayesian_score="7.4"/>
<news datetime="2026-11-19T23:30:00Z" href="https://www.animenewsnetwork.com/news/2026-11-19/tower/.5">
  <cite>Tower of Dusk</cite> Gets 2nd Season</news>
<news datetime="2026-11-19T23:30:00Z" href="https://elsewhere.example/x">Elsewhere</news>
<credit gid="11"><task>Animation Production</task><company id="9">Studio Sample</company></credit>
<credit gid="12"><task>Production</task><company id="10">Committee</company></credit>
</anime>
"""


def item(
    title: str, number: int = 1, link: str | None = None, about: str = "", day: str = "Fri, 20 Nov 2026 20:00:00 -0500"
) -> str:
    return ITEM % (title, link or NEWS % ("slug", number), about, day)


class AnnServer(ReplayServer):
    """`items` of the feed as XML text; `shows` of the encyclopedia by id."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.shows: dict[int, str] = {}
        super().__init__()

    @property
    def feed(self) -> str:
        return f"{self.base}/news/rss.xml"

    @property
    def encyclopedia(self) -> str:
        return f"{self.base}/encyclopedia/api.xml"

    def show(self, number: int, name: str) -> None:
        self.shows[number] = SHOW % (number, name, name)

    def answer(self, sent: Sent) -> Reply:
        if sent.path == "/news/rss.xml":
            return Reply.text(FEED % "".join(self.items), "text/xml; charset=utf-8")
        ids = [int(part) for part in sent.query["anime"].split("/")]
        assert len(ids) <= 50, "the site asks for at most 50 a request"
        body = "".join(self.shows.get(number, f"<warning>no result for anime={number}</warning>") for number in ids)
        return Reply.text(f'<?xml version="1.0" encoding="utf-8"?><ann>{body}</ann>', "text/xml; charset=utf-8")
