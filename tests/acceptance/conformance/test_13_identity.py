"""Group 13: identities, as Terraform 1.12 and later asks for them."""

from typing import Any

from support.plugin import Client, Plugin
from support.protocol import UNKNOWN, dynamic, identity, identity_of, unpack

TYPE = "framework_identity"
TOM = {"id": "id-123", "name": "tom"}


def create(client: Client, name: str) -> Any:
    """Plans and applies a new object; the answer of the apply."""
    planned, created = client.create(TYPE, {"id": None, "name": name})
    assert unpack(planned.planned_state) == {"id": UNKNOWN, "name": name}
    return created


def test_the_schema_of_the_identity_is_told(provider: Plugin) -> None:
    with provider.client() as client:
        told = client.must("GetResourceIdentitySchemas").identity_schemas[TYPE]
    found = {each.name: (each.required_for_import, each.optional_for_import) for each in told.identity_attributes}
    assert found == {"id": (True, False), "name": (False, True)}


def test_an_object_keeps_its_identity(provider: Plugin) -> None:
    with provider.client() as client:
        created = create(client, "tom")
        assert unpack(created.new_state) == TOM
        assert identity_of(created.new_identity) == TOM
        read = client.must(
            "ReadResource",
            type_name=TYPE,
            current_state=created.new_state,
            private=created.private,
            current_identity=created.new_identity,
        )
        assert (unpack(read.new_state), identity_of(read.new_identity)) == (TOM, TOM)
        planned = client.must(
            "PlanResourceChange",
            type_name=TYPE,
            prior_state=read.new_state,
            proposed_new_state=read.new_state,
            config=dynamic({"id": None, "name": "tom"}),
            prior_private=read.private,
            prior_identity=read.new_identity,
        )
        assert unpack(planned.planned_state) == TOM
        assert identity_of(planned.planned_identity) == TOM


def test_an_identity_that_changes_is_an_error(provider: Plugin) -> None:
    with provider.client() as client:
        created = create(client, "jerry")
        assert identity_of(created.new_identity) == {"id": "id-123", "name": "jerry"}
        said = client.refused(
            "ReadResource",
            type_name=TYPE,
            current_state=created.new_state,
            private=created.private,
            current_identity=created.new_identity,
        )
        assert said == ["Unexpected Identity Change"]


def test_an_object_is_imported_by_id_or_by_identity(provider: Plugin) -> None:
    ways: list[dict[str, Any]] = [
        {"id": "id-123"},
        {"identity": identity(TOM)},
        {"identity": identity({"id": "id-123", "name": None})},
    ]
    with provider.client() as client:
        for way in ways:
            (imported,) = client.must("ImportResourceState", type_name=TYPE, **way).imported_resources
            assert unpack(imported.state)["id"] == "id-123"
            # The read that follows may complete the identity, and no other.
            read = client.must(
                "ReadResource",
                type_name=TYPE,
                current_state=imported.state,
                private=imported.private,
                current_identity=imported.identity,
            )
            assert (unpack(read.new_state), identity_of(read.new_identity)) == (TOM, TOM)
            assert client.refused(
                "ReadResource",
                type_name=TYPE,
                current_state=read.new_state,
                private=read.private,
                current_identity=identity({"id": "id-123", "name": "jerry"}),
            ) == ["Unexpected Identity Change"]
