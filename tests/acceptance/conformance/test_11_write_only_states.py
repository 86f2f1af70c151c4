"""Group 11: write-only values in states that are imported, moved and upgraded, and rules across attributes."""

import pytest

from acceptance.support.framework import FrameworkTerraform, conformance_provider

GREETING = {"string_attr": "hello world!", "writeonly_string": None}
SECRET = """
resource "framework_writeonly_{kind}" "secret" {{
  string_attr      = "{text}"
  writeonly_string = "fakepassword"
}}
"""


def test_an_imported_state_holds_no_secret(terraform: FrameworkTerraform) -> None:
    address = "framework_writeonly_import.secret"
    terraform.write(SECRET.format(kind="import", text="hello world!")).apply()
    assert terraform.attributes(address) == GREETING
    terraform.run("state", "rm", address)
    terraform.import_resource(address, "any")
    assert terraform.attributes(address) == GREETING
    terraform.assert_nothing_to_do()


def test_a_moved_state_holds_no_secret(terraform: FrameworkTerraform) -> None:
    terraform.write('resource "terraform_data" "secret" { input = "text" }').apply()
    moved = """
    moved {
      from = terraform_data.secret
      to   = framework_writeonly_move.secret
    }
    """
    terraform.write(SECRET.format(kind="move", text="hello world!") + moved)
    assert terraform.plan().actions == {}
    terraform.apply()
    assert terraform.resources() == {"framework_writeonly_move.secret": GREETING}
    terraform.assert_nothing_to_do()


def test_an_upgraded_state_holds_no_secret(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("upgrade")
    for version, text in enumerate(["hello!", "world!"]):
        started = tmp_path_factory.mktemp("provider")
        with conformance_provider(started, environment={"CORNER_UPGRADE_VERSION": str(version)}) as provider:
            terraform = FrameworkTerraform(directory, provider)
            terraform.write(SECRET.format(kind="upgrade", text=text))
            if version == 0:
                terraform.apply()
            terraform.assert_nothing_to_do()
            terraform.apply()
            stored = terraform.attributes("framework_writeonly_upgrade.secret")
            assert stored == {"string_attr": text, "writeonly_string": None}


def passwords(**values: str) -> str:
    """A configuration with these attributes."""
    lines = "".join(f'  {name} = "{value}"\n' for name, value in values.items())
    return f'resource "framework_writeonly_validations" "passwords" {{\n{lines}}}\n'


def test_attributes_that_do_not_go_together_are_refused(terraform: FrameworkTerraform) -> None:
    address = "framework_writeonly_validations.passwords"
    combination = "Invalid Attribute Combination"
    refused = (
        (passwords(), "Missing Attribute Configuration"),
        (passwords(old_password_attr="oldpassword", password_version="1"), combination),
        (passwords(old_password_attr="oldpassword", writeonly_password="newpassword"), combination),
        (passwords(password_version="1"), combination),
        (passwords(writeonly_password="newpassword"), combination),
    )
    for configuration, summary in refused:
        assert summary in terraform.write(configuration).summaries()[address]

    old = passwords(old_password_attr="oldpassword")
    first = passwords(writeonly_password="newpassword", password_version="1")
    second = passwords(writeonly_password="newpassword2", password_version="2")
    assert list(terraform.write(old).summaries("warning")) == [address]
    assert terraform.write(first).summaries("warning") == {}
    terraform.write(old).apply()
    for configuration, cause in (
        (first, {"old_password_attr", "password_version"}),
        (second, {"password_version"}),
        (passwords(old_password_attr="oldpassword2"), {"old_password_attr", "password_version"}),
    ):
        plan = terraform.write(configuration).plan()
        assert plan.actions == {address: ["delete", "create"]}
        assert plan.replaced_by == {address: cause}
        terraform.apply()
        assert terraform.attributes(address)["writeonly_password"] is None
        terraform.assert_nothing_to_do()


def test_another_secret_alone_is_no_change(terraform: FrameworkTerraform) -> None:
    terraform.write(passwords(writeonly_password="newpassword", password_version="1")).apply()
    terraform.write(passwords(writeonly_password="newpassword2", password_version="1")).assert_nothing_to_do()
