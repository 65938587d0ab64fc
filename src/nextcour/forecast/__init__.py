"""Chances of return, release windows and reference classes."""
