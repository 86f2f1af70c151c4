"""`secrets` of langgraph_project: written, never stored, and watched all the same."""

import pytest

from acceptance.support.project import NEXT_IMAGE, project
from acceptance.support.terraform import Terraform, plain_text
from sandbox.client import ControlPlane

ADDRESS = "langgraph_project.agent"
GIVEN_LATER = 'variable "secrets" {\n  type = map(string)\n  default = null\n  ephemeral = true\n}\n'
TOKEN_GIVEN_LATER = 'variable "token" {\n  type = string\n  ephemeral = true\n}\n'


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

    text = terraform.state_text()
    assert not any(value in text for value in ("first-value", "second-value", "key-value", "somebody-elses"))


def test_with_a_version_only_it_and_the_service_decide(terraform: Terraform, control_plane: ControlPlane) -> None:
    def configuration(version: str, **attributes: object) -> str:
        return TOKEN_GIVEN_LATER + project(
            body="secrets = { TOKEN = var.token }", secrets_version=version, **attributes
        )

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
    more = TOKEN_GIVEN_LATER + project(
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
    terraform.fail("apply", says="The Last Variable Cannot Be Removed")
    assert (variables(control_plane), revisions(control_plane)) == ({"LOG_LEVEL": "info"}, made)
    terraform.write(project(environment={}))
    terraform.fail("plan", says=["The Last Variable Cannot Be Removed", "environment = {}", "-replace"])
    terraform.run("taint", ADDRESS)
    assert terraform.plan().actions[ADDRESS] == ["delete", "create"]
    terraform.run("untaint", ADDRESS)
    terraform.write(project(environment={}, secrets={"TOKEN": "value"})).apply()
    assert (variables(control_plane), revisions(control_plane)) == ({"TOKEN": "value"}, made + 1)
    # A secret of Terraform's is one left, whether `secrets` is given in this run or not.
    terraform.write(project(environment={})).apply()
    assert (variables(control_plane), revisions(control_plane)) == ({"TOKEN": "value"}, made + 1)
    terraform.write(project(secrets={}))
    terraform.fail("plan", says=["The Last Variable Cannot Be Removed", "environment"])
    terraform.destroy()
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


@pytest.mark.parametrize("version", [None, "1"])
def test_secrets_that_are_not_given_stay(
    version: str | None, terraform: Terraform, control_plane: ControlPlane
) -> None:
    configuration = project(environment={"LOG_LEVEL": "info"}, secrets_version=version, body="secrets = var.secrets")
    terraform.write(GIVEN_LATER + configuration).apply('-var=secrets={"TOKEN":"first-value"}')
    terraform.assert_nothing_to_do()
    terraform.apply()
    assert variables(control_plane) == {"LOG_LEVEL": "info", "TOKEN": "first-value"}
    # Neither does a change of something else take them away, and they stay Terraform's.
    terraform.write(GIVEN_LATER + configuration.replace('"info"', '"debug"')).apply()
    assert variables(control_plane) == {"LOG_LEVEL": "debug", "TOKEN": "first-value"}
    assert terraform.attributes(ADDRESS)["secret_versions"] == {"TOKEN": 1}
    assert terraform.plan("-var=secrets={}").after(ADDRESS)["secret_versions"] == {}
    terraform.apply("-var=secrets={}")
    assert variables(control_plane) == {"LOG_LEVEL": "debug"}
    assert terraform.attributes(ADDRESS)["secret_versions"] == {}


@pytest.mark.parametrize("ignored", ["[secrets]", "all"])
def test_secrets_that_are_ignored_stay(ignored: str, terraform: Terraform, control_plane: ControlPlane) -> None:
    body = f"lifecycle {{\n  ignore_changes = {ignored}\n}}"
    terraform.write(project(environment={"LOG_LEVEL": "info"}, secrets={"TOKEN": "value"}, body=body)).apply()
    terraform.assert_nothing_to_do()
    assert variables(control_plane) == {"LOG_LEVEL": "info", "TOKEN": "value"}


def test_an_environment_that_is_no_longer_set_stays(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project(environment={"LOG_LEVEL": "info", "MODE": "fast"}, secrets={"TOKEN": "value"})).apply()
    control_plane.set_variable("agent", "STRANGER", "unseen")
    made = revisions(control_plane)
    text = terraform.write(project(secrets={"TOKEN": "value"})).apply()
    assert "Variables Are Left Alone" in text
    assert "no longer managed: LOG_LEVEL, MODE." in plain_text(text)
    assert variables(control_plane) == {"LOG_LEVEL": "info", "MODE": "fast", "STRANGER": "unseen", "TOKEN": "value"}
    terraform.assert_nothing_to_do()
    # Beside secrets alone a change of theirs keeps all plain ones.
    terraform.write(project(secrets={"OTHER": "another-value"})).apply()
    assert variables(control_plane) == {
        "LOG_LEVEL": "info",
        "MODE": "fast",
        "STRANGER": "unseen",
        "OTHER": "another-value",
    }
    assert revisions(control_plane) == made + 1
    # Set again, it manages all of them: what goes is said by name, since the state has not shown it.
    terraform.write(project(environment={"MODE": "fast"}, secrets={"OTHER": "another-value"}))
    text = plain_text(terraform.run("plan", "-no-color", "-input=false"))
    assert "the apply removes them: LOG_LEVEL, STRANGER." in text
    terraform.apply()
    assert variables(control_plane) == {"MODE": "fast", "OTHER": "another-value"}
    assert "unseen" not in terraform.state_text()
    terraform.assert_nothing_to_do()


def test_a_plan_counts_and_says_why_secrets_are_set(terraform: Terraform, control_plane: ControlPlane) -> None:
    def why(configuration: str) -> tuple[dict[str, int], str]:
        terraform.write(configuration)
        text = plain_text(terraform.run("plan", "-no-color", "-input=false"))
        versions = terraform.plan().after(ADDRESS)["secret_versions"]
        terraform.apply()
        assert terraform.attributes(ADDRESS)["secret_versions"] == versions
        return versions, text

    versions, text = why(project(secrets={"GONE": "gone-value", "TOKEN": "first-value"}, secrets_version="1"))
    assert (versions, "Set Again" in text) == ({"GONE": 1, "TOKEN": 1}, False)
    changed = {"NEW": "new-value", "TOKEN": "second-value"}
    versions, text = why(project(secrets=changed, secrets_version="2"))
    assert versions == {"NEW": 1, "TOKEN": 2}
    assert "TOKEN: `secrets_version` is another one" in text
    control_plane.set_variable("agent", "NEW", "somebody-elses")
    versions, text = why(project(secrets=changed, secrets_version="2"))
    assert versions == {"NEW": 2, "TOKEN": 2}
    assert "NEW: it was changed or removed at the control plane" in text
    versions, text = why(project(secrets={**changed, "TOKEN": "third-value"}))
    assert versions["TOKEN"] == 3
    assert "TOKEN: the configuration has another value than was sent" in text
    assert not any(value in text for value in ("second-value", "third-value", "somebody-elses"))


@pytest.mark.parametrize("attributes", [{"display_name": "two"}, {"image_uri": NEXT_IMAGE}])
def test_a_saved_plan_takes_another_secret(
    attributes: dict[str, str], terraform: Terraform, control_plane: ControlPlane
) -> None:
    body = "secrets = { TOKEN = var.token }"
    terraform.write(TOKEN_GIVEN_LATER + project(display_name="one", body=body)).apply("-var=token=first-value")
    changed = {"display_name": "one", **attributes}
    terraform.write(TOKEN_GIVEN_LATER + project(**changed, body=body)).plan("-var=token=first-value")
    terraform.run("apply", "-no-color", "-input=false", "-var=token=second-value", "test.tfplan")
    assert variables(control_plane) == {"TOKEN": "second-value"}
    assert terraform.attributes(ADDRESS)["secret_versions"] == {"TOKEN": 2}


def test_a_secret_that_ends_in_a_line_end(terraform: Terraform) -> None:
    text = plain_text(terraform.write(project(secrets={"TOKEN": "from-a-file\n"})).run("plan", "-no-color"))
    assert 'The value of `secrets["TOKEN"]` ends in a line end' in text
    assert "from-a-file" not in text
