"""Group 3: a resource with a database behind it, in each of the ways in which a provider is started."""

from pathlib import Path

import pytest

from acceptance.support.framework import FrameworkTerraform, conformance_provider

USER = """
variable "name" {
  default = "jane"
}

variable "language" {
  default = null
}

resource "terraform_data" "language" {
  input = var.language
}

resource "framework_user" "user" {
  email    = "%s@example.com"
  name     = var.name
  age      = 200
  language = %s
}
"""
ADDRESS = "framework_user.user"


@pytest.fixture(params=["plugin", "debug", "terraform"])
def started(request: pytest.FixtureRequest, tmp_path: Path):
    """Terraform with the provider started in one of the three modes."""
    if request.param == "terraform":
        records = tmp_path / "records"
        records.mkdir()
        yield FrameworkTerraform(tmp_path / "terraform", environment={"CORNER_STATE_DIR": str(records)})
    else:
        with conformance_provider(tmp_path, is_debugged=request.param == "debug") as provider:
            yield FrameworkTerraform(tmp_path / "terraform", provider)


def test_a_user_lives_across_commands(started: FrameworkTerraform) -> None:
    terraform = started
    terraform.write(USER % ("jane", "null")).apply()
    created = terraform.attributes(ADDRESS)
    assert created["language"] == "en"
    assert created["age"] == 200
    terraform.assert_nothing_to_do()

    # The language is known only once terraform_data is updated: an update in place that keeps everything else.
    terraform.write(USER % ("jane", "terraform_data.language.output"))
    terraform.environment |= {"TF_VAR_language": "es", "TF_VAR_name": "joan"}
    plan = terraform.plan()
    assert plan.actions[ADDRESS] == ["update"]
    assert plan.unknown[ADDRESS] == {"language"}
    terraform.run("apply", "-no-color", "-input=false", "test.tfplan")
    assert terraform.attributes(ADDRESS) == created | {"language": "es", "name": "joan"}

    terraform.write(USER % ("joan", '"es"'))
    plan = terraform.plan()
    assert plan.actions[ADDRESS] == ["delete", "create"]
    assert plan.replaced_by[ADDRESS] == {"email"}
    terraform.apply()
    terraform.assert_nothing_to_do()

    second = FrameworkTerraform(terraform.directory.parent / "second", environment=reuse(terraform))
    second.write(USER % ("joan", '"es"')).fail("apply", says="Error creating user")
    terraform.destroy()
    assert terraform.resources() == {}


def reuse(terraform: FrameworkTerraform) -> dict[str, str]:
    """What a second working directory needs in order to reach the same process or the same records."""
    names = ("TF_REATTACH_PROVIDERS", "CORNER_STATE_DIR")
    return {name: terraform.environment[name] for name in names if name in terraform.environment}
