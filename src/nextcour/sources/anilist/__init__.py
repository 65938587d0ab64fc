"""AniList: relations, status, dates and popularity of the titles that a person cares about. Never crawled."""

from nextcour.sources.anilist.source import AniList

__all__ = ["AniList"]
