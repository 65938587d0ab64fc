"""The queries we send, all of them. Tests hold them against the schema.

AniList refuses more than `MOST_COMPLEXITY`, which counts one for each field, those of fragments at each use.
"""

from __future__ import annotations

PER_PAGE = 50  # the most a Page gives
PER_CONNECTION = 25  # the most a nested connection gives
MOST_COMPLEXITY = 500

_TITLE = """
fragment title on Media {
  id
  idMal
  type
  title { romaji english native }
  synonyms
  format
  status(version: 2)
  source(version: 3)
  startDate { year month day }
  endDate { year month day }
  season
  seasonYear
  episodes
  countryOfOrigin
  isAdult
  siteUrl
  nextAiringEpisode { airingAt episode }
  studios { edges { isMain node { name isAnimationStudio } } }
  relations { edges { relationType(version: 3) node { id idMal type } } }
  externalLinks { id site url type language isDisabled }
  popularity
  favourites
  averageScore
  meanScore
  stats { statusDistribution { status amount } }
  trends(sort: DATE_DESC, page: 1, perPage: 25) @include(if: $trends) {
    nodes { date averageScore popularity inProgress }
  }
}
"""


def _titles(name: str, argument: str) -> str:
    return f"""query {name}($ids: [Int], $page: Int!, $trends: Boolean!) {{
  Page(page: $page, perPage: {PER_PAGE}) {{
    pageInfo {{ hasNextPage }}
    media({argument}: $ids, type: ANIME, sort: ID) {{ ...title }}
  }}
}}
{_TITLE}"""


BY_ID = _titles("TitlesById", "id_in")
BY_MAL_ID = _titles("TitlesByMalId", "idMal_in")
# What a title is about, for one page about it; not part of a sync, and never kept.
SYNOPSIS = f"""query Synopsis($ids: [Int], $page: Int!) {{
  Page(page: $page, perPage: {PER_PAGE}) {{
    pageInfo {{ hasNextPage }}
    media(id_in: $ids, type: ANIME, sort: ID) {{ id idMal type siteUrl description(asHtml: false) }}
  }}
}}
"""
ALL = {"TitlesById": BY_ID, "TitlesByMalId": BY_MAL_ID, "Synopsis": SYNOPSIS}
