"""Jikan: what MyAnimeList shows of the titles that a person cares about."""

from nextcour.sources.jikan.source import Jikan

__all__ = ["Jikan"]
