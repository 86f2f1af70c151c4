"""`secrets` of langgraph_project: written, never stored, and watched all the same."""

import pytest

from acceptance.support.project import NEXT_IMAGE, project
from acceptance.support.terraform import Terraform
from sandbox.client import ControlPlane

ADDRESS = "langgraph_project.agent"


def variables(control_plane: ControlPlane) -> dict[str, str]:
    return {entry["name"]: entry.get("value", "") for entry in control_plane.latest_revision("agent")["variables"]}


def revisions(control_plane: ControlPlane) -> int:
    return len(control_plane.workload("agent")["revisions"])


def test_without_a_version_the_values_decide(terraform: Terraform, control_plane: ControlPlane) -> None:
    first = {"environment": {"LOG_LEVEL": "info"}, "secrets": {"TOKEN": "first-value", "KEY": "key-value"}}
    terraform.write(project(**first)).apply()
    assert variables(control_plane) == {"LOG_LEVEL": "info", "TOKEN": "first-value", "KEY": "key-value"}
    assert terraform.attributes(ADDRESS)["secrets"] is None
    assert terraform.attributes(ADDRESS)["environment"] == {"LOG_LEVEL": "info"}
    terraform.assert_nothing_to_do()

    second = {**first, "secrets": {"TOKEN": "second-value", "KEY": "key-value"}}
    terraform.write(project(**second))
    assert "latest_revision_id" in terraform.plan().changed[ADDRESS]
    terraform.apply()
    assert (variables(control_plane)["TOKEN"], revisions(control_plane)) == ("second-value", 2)
    terraform.assert_nothing_to_do()

    # A change of the one survives a change of the other; a secret is still none when only the image changes.
    terraform.write(project(**{**second, "environment": {"LOG_LEVEL": "debug"}})).apply()
    assert variables(control_plane) == {"LOG_LEVEL": "debug", "TOKEN": "second-value", "KEY": "key-value"}
    terraform.write(project(**second, image_uri=NEXT_IMAGE)).apply()
    assert variables(control_plane) == {"LOG_LEVEL": "info", "TOKEN": "second-value", "KEY": "key-value"}

    # Changed and removed at the service.
    control_plane.set_variable("agent", "TOKEN", "somebody-elses")
    assert terraform.plan().actions == {ADDRESS: ["update"]}
    terraform.apply()
    assert variables(control_plane)["TOKEN"] == "second-value"
    control_plane.change("agent", variables=[{"name": "TOKEN", "value": "second-value"}])
    terraform.apply()
    assert variables(control_plane) == {"LOG_LEVEL": "info", "TOKEN": "second-value", "KEY": "key-value"}

    # A stranger beside secrets alone is drift of `environment`, and null again once it is removed.
    terraform.write(project(image_uri=NEXT_IMAGE, secrets=second["secrets"])).apply()
    assert variables(control_plane) == second["secrets"]
    control_plane.set_variable("agent", "STRANGER", "unseen")
    assert "environment" in terraform.plan().changed[ADDRESS]
    terraform.apply()
    assert variables(control_plane) == second["secrets"]
    terraform.assert_nothing_to_do()

    # Both null leave them all alone.
    made = revisions(control_plane)
    terraform.write(project(image_uri=NEXT_IMAGE))
    assert terraform.plan().changed[ADDRESS] == {"updated_at"}
    terraform.apply()
    control_plane.set_variable("agent", "STRANGER", "unseen")
    terraform.assert_nothing_to_do()
    assert (revisions(control_plane), len(variables(control_plane))) == (made, 3)
    text = terraform.state_text()
    assert not any(value in text for value in ("first-value", "second-value", "key-value", "unseen", "somebody-elses"))


def test_with_a_version_only_it_and_the_service_decide(terraform: Terraform, control_plane: ControlPlane) -> None:
    values = 'variable "token" {\n  type = string\n  ephemeral = true\n}\n'

    def configuration(version: str, **attributes: object) -> str:
        return values + project(body="secrets = { TOKEN = var.token }", secrets_version=version, **attributes)

    terraform.write(configuration("1")).apply("-var=token=first-value")
    with terraform.start("plan", "-detailed-exitcode", "-var=token=second-value") as command:
        status, output = command.wait()
    assert status == 0, output

    # Another revision keeps what is deployed, whatever the configuration says today.
    terraform.write(configuration("1", image_uri=NEXT_IMAGE)).apply("-var=token=second-value")
    assert (variables(control_plane), revisions(control_plane)) == ({"TOKEN": "first-value"}, 2)
    terraform.write(configuration("2", image_uri=NEXT_IMAGE)).apply("-var=token=second-value")
    assert (variables(control_plane), revisions(control_plane)) == ({"TOKEN": "second-value"}, 3)
    control_plane.set_variable("agent", "TOKEN", "somebody-elses")
    terraform.apply("-var=token=third-value")
    assert variables(control_plane) == {"TOKEN": "third-value"}

    # Names are compared in any case.
    more = values + project(
        body="secrets = { TOKEN = var.token, OTHER = var.token }", secrets_version="2", image_uri=NEXT_IMAGE
    )
    terraform.write(more).apply("-var=token=fourth-value")
    assert variables(control_plane) == {"TOKEN": "third-value", "OTHER": "fourth-value"}


@pytest.mark.parametrize("shown", ["empty", "absent"])
def test_values_that_the_service_hides(shown: str, terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.set(secret_values=shown)
    configured = {"environment": {"LOG_LEVEL": "info"}, "secrets": {"TOKEN": "first-value"}}
    terraform.write(project(**configured)).apply()
    terraform.assert_nothing_to_do()
    terraform.write(project(**{**configured, "secrets": {"TOKEN": "second-value"}})).apply()
    assert variables(control_plane) == {"LOG_LEVEL": "info", "TOKEN": "second-value"}
    terraform.write(project(**{**configured, "secrets": {"TOKEN": "second-value"}}, image_uri=NEXT_IMAGE)).apply()
    assert (variables(control_plane)["TOKEN"], revisions(control_plane)) == ("second-value", 3)
    terraform.assert_nothing_to_do()


def test_the_last_variable_stays(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project(environment={})).apply()
    terraform.assert_nothing_to_do()
    terraform.write(project(environment={"LOG_LEVEL": "info"})).apply()
    made = revisions(control_plane)
    # Known only while it is applied: the error comes then, before anything is sent.
    late = 'resource "terraform_data" "names" {\n  input = []\n}\n'
    names = '  environment = { for name in terraform_data.names.output : name => "value" }'
    terraform.write(late + project(body=names))
    terraform.fail("apply", says="The last variable cannot be removed")
    assert (variables(control_plane), revisions(control_plane)) == ({"LOG_LEVEL": "info"}, made)
    terraform.write(project(environment={}))
    terraform.fail("plan", says=["The last variable cannot be removed", "environment = {}", "terraform taint"])
    terraform.run("taint", ADDRESS)
    assert terraform.plan().actions[ADDRESS] == ["delete", "create"]
    terraform.run("untaint", ADDRESS)
    terraform.write(project(secrets={"TOKEN": "value"})).apply()
    assert (variables(control_plane), revisions(control_plane)) == ({"TOKEN": "value"}, made + 1)
    terraform.write(project(environment={}))
    terraform.fail("plan", says=["The last variable cannot be removed", "terraform destroy -refresh=false"])
    terraform.destroy("-refresh=false")
    assert control_plane.workloads() == []


def test_names_that_cannot_be(terraform: Terraform) -> None:
    both = {"environment": {"TOKEN": "a"}, "secrets": {"TOKEN": "b"}}
    terraform.write(project(**both))
    terraform.fail("plan", says="TOKEN is in `environment` and in `secrets`")
    terraform.write(project(environment={"POSTGRES_URI": "x", "LANGCHAIN_PROJECT": "y"}))
    terraform.fail("plan", says=["POSTGRES_URI is set by the service", 'environment["LANGCHAIN_PROJECT"]'])
    terraform.write(project(environment={"STRANGER": "(set outside Terraform)"}))
    terraform.fail("plan", says=['environment["STRANGER"]', "the value that somebody else gave STRANGER"])
    terraform.write(project(environment={"A=B": "x"}))
    terraform.fail("plan", says='"A=B" cannot name an environment variable')
    terraform.write(project(environment={"GONE": None}, secrets={"LOST": None}))
    terraform.fail("plan", says=['environment["GONE"] is null', 'secrets["LOST"] is null'])


def test_names_for_outside_the_cloud(new_terraform, control_plane: ControlPlane) -> None:
    outside = {"environment": {"LANGSMITH_ENDPOINT": "https://langsmith.example"}}
    cloud = new_terraform("cloud", endpoint="https://eu.api.host.langchain.com").write(project(**outside))
    cloud.fail("plan", says=['environment["LANGSMITH_ENDPOINT"]', "outside LangChain's cloud"])
    elsewhere = new_terraform("elsewhere").write(project(**outside))
    assert elsewhere.plan().after(ADDRESS)["environment"] == outside["environment"]


def test_a_version_that_is_new_comes_with_the_values(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project(secrets={"TOKEN": "first-value"})).apply()
    terraform.write(project(secrets={"TOKEN": "first-value"}, secrets_version="1"))
    assert terraform.plan().changed[ADDRESS] == {"secrets_version"}
    terraform.write(project(secrets={"TOKEN": "second-value"}, secrets_version="1"))
    assert "latest_revision_id" in terraform.plan().changed[ADDRESS]
    terraform.apply()
    assert (variables(control_plane), revisions(control_plane)) == ({"TOKEN": "second-value"}, 2)
    terraform.assert_nothing_to_do()
