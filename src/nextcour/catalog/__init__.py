"""Entries, titles, formats, fuzzy dates, and matching what a person typed to an entry."""
