"""Run by Alembic. The connection, and the transaction it is in, are those of `store.facts.upgrade`."""

from __future__ import annotations

from alembic import context

from nextcour.store.facts.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
