"""Feeds, calendars and badges. No decision of its own."""
