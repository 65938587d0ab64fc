"""Bringing what sources show into the fact store: one go (`sync`), and the service that keeps at it (`service`)."""
