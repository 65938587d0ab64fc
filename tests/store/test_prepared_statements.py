"""Which statements are read to make ready what was synced."""

from __future__ import annotations

from nextcour.store.preparing import statements
from tests.fakes.fact_store import FakeFactStore
from tests.store.facts.examples import MAL, OTHER, Ticking, keep, said


def read(store: FakeFactStore) -> list[tuple[str, str, str]]:
    return sorted((one.observation.key.id, one.observation.field, one.observation.value) for one in statements(store))


def test_of_relations_only_what_comes_before_and_after_is_read() -> None:
    store = FakeFactStore(Ticking())
    for key in (MAL, OTHER):
        keep(
            store, [said("true", field=f"relation.{kind}.mal.7", key=key) for kind in ("RELATED", "SEQUEL", "SEQUELS")]
        )
        keep(store, [said("5", field="demand.members", key=key, counted=1), said('"X"', field="title.ja", key=key)])
    keep(store, [said('"Y"', 3, field="title.ja")])  # of a record that changed all that was ever said is read
    assert read(store) == [
        (MAL.id, "relation.SEQUEL.mal.7", "true"),
        (MAL.id, "title.ja", '"X"'),
        (MAL.id, "title.ja", '"Y"'),
        (OTHER.id, "relation.SEQUEL.mal.7", "true"),
        (OTHER.id, "title.ja", '"X"'),
    ]
