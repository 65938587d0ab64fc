"""Alembic's migrations of the fact store. Run by `store.facts.upgrade`; there is no alembic.ini."""
