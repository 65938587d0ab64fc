"""One address of every kind that the site answers."""

from __future__ import annotations

PAGES = (
    "/", "/anime/akudama-drive", "/anime/oshi-no-ko", "/anime/attack-on-titan", "/anime/oshi-no-ko?as_of=2023-08-01",
    "/anime/akudama-drive/forecasts", "/season", "/season/2020/fall", "/calendar", "/calendar/2020-10", "/studios",
    "/studio/mappa", "/browse", "/browse?status=NOT_ANNOUNCED&sort=title&order=up", "/browse/2020", "/search",
    "/search?q=qqqqzzzz", "/track-record", "/about", "/preferences", "/check",
)  # fmt: skip
FAULTS = ("/nowhere", "/anime/no-such-show", "/browse?page=x", "/season/1/x", "/preferences?titles=klingon")
PREFIXES = ("", "/ja", "/zh")
CARDS = ("/card/akudama-drive", "/card/oshi-no-ko?lang=ja")
DRAWINGS = ("/badge/akudama-drive.svg", "/badge/oshi-no-ko.svg?lang=ja")
FILES = (
    "/feeds/changes.atom", "/feeds/changes.rss", "/feeds/changes.json", "/feeds/anime/akudama-drive.atom",
    "/feeds/studio/mappa.rss", "/calendar.ics", "/anime/akudama-drive.ics", "/season/2020/fall.ics", "/sitemap.xml",
    "/sitemap-1.xml", "/robots.txt", "/og/akudama-drive.png", "/favicon.ico", "/static/site.css", "/static/suggest.js",
    "/static/icon.svg", "/static/site.webmanifest", "/suggest?q=titan",
)  # fmt: skip
API = (
    "/api/v1/", "/api/v1/openapi.json", "/api/v1/search?q=titan", "/api/v1/answer?q=akudama%20drive",
    "/api/v1/answer/akudama-drive", "/api/v1/forecast/akudama-drive", "/api/v1/franchise/akudama-drive",
    "/api/v1/shows?limit=3", "/api/v1/season/2020/fall", "/api/v1/changes?limit=3", "/api/v1/export.ndjson",
    "/api/v1/export.csv", "/api/v1/export.parquet",
)  # fmt: skip
MISSING = (
    "/api/nowhere", "/api/v1/nowhere", "/api/v1/answer/no-such-show", "/api/v1/shows?limit=x", "/static/nothing.css",
    "/pictures/0.svg", "/og/no-such-show.png", "/badge/no-such-show.svg", "/card/no-such-show", "/feeds/changes.exe",
    "/sitemap-99.xml", "/mal/1x", "/season/2020/autumn.ics",
)  # fmt: skip
MOVED = ("/mal/41433", "/ja", "/search?q=akudama%20drive", "/preferences?titles=native&back=/about")
EVERYTHING = (*PAGES, *FAULTS, *CARDS, *DRAWINGS, *FILES, *API, *MISSING, *MOVED)
