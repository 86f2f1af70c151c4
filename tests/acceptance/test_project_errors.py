"""What goes wrong with a langgraph_project, what is said about it, and that nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest

from acceptance.support.elsewhere import deploy
from acceptance.support.mistakes import Complaint, complaints
from acceptance.support.project import NEXT_IMAGE, project
from acceptance.support.terraform import Terraform, plain_text
from sandbox.client import ORGANISATION_API_KEY, ControlPlane

ADDRESS = "langgraph_project.agent"
CREATION = {"method": "POST", "path": "/v2/deployments"}
LOG = [f"line {number}" for number in range(30)] + ["ModuleNotFoundError: No module named 'agent'"]


@pytest.fixture
def half_made(terraform: Terraform, control_plane: ControlPlane) -> tuple[Terraform, str]:
    """A project whose first revision failed while it was built; what Terraform said."""
    control_plane.expect("BUILD_FAILED", logs=LOG)
    return terraform, terraform.write(project()).fail("apply", says="ended as BUILD_FAILED")


def test_a_first_revision_that_fails_is_told_with_the_end_of_its_log(half_made: tuple[Terraform, str]) -> None:
    terraform, text = half_made
    assert all(part in text for part in (LOG[-1], "line 20", "terraform untaint"))
    assert "line 5 " not in text
    assert terraform.tainted() == {ADDRESS}
    assert terraform.attributes(ADDRESS)["latest_revision_status"] == "BUILD_FAILED"


def test_a_project_that_is_kept_makes_a_revision_only_where_it_must(
    half_made: tuple[Terraform, str], control_plane: ControlPlane
) -> None:
    terraform, _ = half_made
    first = control_plane.workload("agent")["id"]
    terraform.run("untaint", ADDRESS)
    terraform.assert_nothing_to_do()
    terraform.write(project(image_uri=NEXT_IMAGE)).apply()
    assert terraform.attributes(ADDRESS)["id"] == first


def test_a_later_revision_that_fails_leaves_the_one_before_it(
    terraform: Terraform, control_plane: ControlPlane
) -> None:
    terraform.write(project()).apply()
    first = terraform.attributes(ADDRESS)
    control_plane.expect("DEPLOY_FAILED", logs=["out of memory"])
    terraform.write(project(environment={"LOG_LEVEL": "debug"}))
    text = terraform.fail("apply", says=["ended as DEPLOY_FAILED", "out of memory"])
    assert "untaint" not in text
    state = terraform.attributes(ADDRESS)
    assert (state["id"], state["latest_revision_status"]) == (first["id"], "DEPLOY_FAILED")
    assert state["active_revision_id"] == first["active_revision_id"] != state["latest_revision_id"]
    assert terraform.tainted() == set()


def test_a_failed_update_is_not_done(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project()).apply()
    control_plane.expect("DEPLOY_FAILED")
    terraform.write(project(image_uri=NEXT_IMAGE)).fail("apply", says="ended as DEPLOY_FAILED")
    plan = terraform.plan()
    assert plan.actions == {ADDRESS: ["update"]}
    assert plan.unknown[ADDRESS] >= {"latest_revision_id", "latest_revision_status", "active_revision_id"}
    text = plain_text(terraform.run("plan", "-no-color", "-input=false"))
    assert "The Newest Revision Is DEPLOY_FAILED" in text
    assert "what was deployed before it still serves. It was made by Terraform: the apply deploys again." in text
    made = len(control_plane.workload("agent")["revisions"])
    terraform.apply("test.tfplan")
    assert len(control_plane.workload("agent")["revisions"]) == made + 1
    state = terraform.attributes(ADDRESS)
    assert (state["latest_revision_status"], state["active_revision_id"]) == ("DEPLOYED", state["latest_revision_id"])
    terraform.assert_nothing_to_do()


def test_a_failed_revision_of_others_is_a_warning(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project(image_uri=NEXT_IMAGE)).apply()
    control_plane.expect("DEPLOY_FAILED")
    with control_plane.api() as api:
        body = {"source_revision_config": {"image_uri": NEXT_IMAGE}}
        api.patch(f"/v2/deployments/{terraform.attributes(ADDRESS)['id']}", json=body).raise_for_status()
    control_plane.wait_for_revision("agent", "DEPLOY_FAILED")
    text = plain_text(terraform.run("plan", "-no-color", "-input=false"))
    assert "No changes" in text
    assert "The Newest Revision Is DEPLOY_FAILED" in text


def test_a_taken_name_is_left_alone(terraform: Terraform, control_plane: ControlPlane) -> None:
    deploy(control_plane, "agent", image="registry.example/theirs:1")
    terraform.write(project())
    terraform.fail("apply", says=["The Name Is Taken", 'id = "name=agent"'])
    # Taken between the look and the creation.
    look = {"method": "GET", "path": "/v2/deployments", "query": ".*name=agent.*"}
    control_plane.fail(look, status=200, body={"resources": [], "offset": 0})
    terraform.fail("apply", says=["The Name Is Taken", "already exists", "name=agent"])
    assert terraform.resources() == {}
    assert control_plane.latest_revision("agent")["image"] == "registry.example/theirs:1"


@pytest.mark.parametrize(
    ("key", "says"),
    [
        pytest.param(
            "not-a-key-of-langsmith", ["refused the API key", "LANGSMITH_API_KEY", "answered 401"], id="of nobody"
        ),
        pytest.param(
            ORGANISATION_API_KEY,
            ["requires workspace specification", "LANGSMITH_WORKSPACE_ID"],
            id="of an organisation",
        ),
    ],
)
def test_a_key_that_does_not_serve_is_told_with_the_remedy(
    key: str, says: list[str], new_terraform: Callable[..., Terraform], control_plane: ControlPlane
) -> None:
    new_terraform("terraform", api_key=key).write(project()).fail("apply", says=says)


def test_an_organisation_without_deployments_is_told_so(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.set(deployments_enabled=False)
    terraform.write(project()).fail("apply", says=["not enabled for this organization", "its plan has to include them"])


HTML = "<html><title>Oops</title><body>Bad <b>gateway</b></body></html>"
ANYTHING = {"path": "/v2/deployments"}
# A plan lists the projects; what it cannot know is what a creation answers.
ANSWERS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "400": (CREATION, {"body": {"detail": "'source_config.custom_url' is not yours"}}, "about `custom_url`"),
    "402": (ANYTHING, {"body": {"detail": "Payment required"}}, "which plan the organisation has"),
    "403": (ANYTHING, {"body": {"detail": "no"}}, "whose role may manage deployments"),
    "404": (ANYTHING, {"body": {"detail": "Not Found"}}, "check the provider's `endpoint`"),
    "404 of a web server": (ANYTHING, {"body": HTML, "content_type": "text/html"}, "Something else answers at this"),
    "200 of a web server": (ANYTHING, {"body": HTML, "content_type": "text/html"}, 'with "Oops Bad gateway'),
}


@pytest.fixture(scope="class")
def wanted(shared_terraform: Terraform) -> Terraform:
    """A project that is not made yet."""
    return shared_terraform.write(project())


class TestAnAnswerThatSaysNo:
    @pytest.mark.parametrize("name", ANSWERS)
    def test_is_told_with_what_to_do(self, name: str, wanted: Terraform, shared_control_plane: ControlPlane) -> None:
        place, answer, says = ANSWERS[name]
        shared_control_plane.fail(place, status=int(name[:3]), times=8, **answer)
        wanted.fail("apply", says=says)
        shared_control_plane.forget_faults()
        assert shared_control_plane.workloads() == []
        assert wanted.resources() == {}


def test_what_the_service_says_of_a_field_is_said_of_the_attribute(
    terraform: Terraform, control_plane: ControlPlane
) -> None:
    detail = [
        {"loc": ["body", "source_config", "resource_spec", "cpu"], "msg": "Input should be at most 8", "type": "x"},
        {"loc": ["body", "secrets", 0, "value"], "msg": "Input should be a string", "type": "y"},
        {"loc": ["body", "secrets", 1, "value"], "msg": "hush-hush is no key", "type": "z"},
    ]
    control_plane.fail(CREATION, status=422, body={"detail": detail})
    says = ["about `resources.cpu`: Input should be at most 8", 'about `environment["A"]`', 'about `secrets["TOKEN"]`']
    configured = {"environment": {"A": "b"}, "secrets": {"TOKEN": "hush-hush"}, "resources": {"cpu": 2}}
    terraform.write(project(**configured)).fail("apply", says=[*says, "(sensitive value) is no key"])


def test_what_the_service_says_of_all_secrets_is_said_of_the_map(
    terraform: Terraform, control_plane: ControlPlane
) -> None:
    control_plane.fail(CREATION, status=422, body={"detail": [{"loc": ["body", "secrets"], "msg": "too many"}]})
    terraform.write(project(secrets={"TOKEN": "hush-hush"})).fail("apply", says="about `secrets`: too many")


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"status": 500, "body": "<html>no</html>"}, id="error"),
        pytest.param({"drop": "before"}, id="no answer"),
        pytest.param({"drop": "midway"}, id="half an answer"),
    ],
)
def test_a_service_that_is_down_is_told_with_what_was_tried(
    how: dict[str, Any], new_terraform: Callable[..., Terraform], control_plane: ControlPlane
) -> None:
    control_plane.fail({"path": "/v2/deployments", "method": "GET"}, times=20, **how)
    new_terraform("terraform", max_retries=1).write(project()).fail("apply", says="list the projects")


def test_a_service_that_asks_to_come_back_is_asked_again(
    new_terraform: Callable[..., Terraform], control_plane: ControlPlane
) -> None:
    control_plane.fail(CREATION, status=429, body={"detail": "slow down"}, headers={"Retry-After": "0"})
    control_plane.fail({"method": "GET", "path": "/v2/deployments/.*"}, status=503, headers={"Retry-After": "0"})
    terraform = new_terraform("terraform", max_retries=1).write(project())
    terraform.apply()
    assert control_plane.faults() == []
    terraform.assert_nothing_to_do()


@pytest.fixture(scope="class")
def unreachable(new_shared_terraform: Callable[..., Terraform]) -> Terraform:
    """A deployed project, and a provider that asks twice."""
    terraform = new_shared_terraform(max_retries=1).write(project())
    terraform.apply()
    return terraform


class TestADeployedProjectWhoseServiceFails:
    NOT_FOUND = {"status": 404, "body": {"detail": "Not Found"}, "times": 10}

    def test_stays_in_the_state(self, unreachable: Terraform, shared_control_plane: ControlPlane) -> None:
        shared_control_plane.fail({"path": "/v2/deployments/.*"}, status=502, body="", times=4)
        unreachable.fail("plan", says=["The control plane failed", "an empty body"])
        shared_control_plane.forget_faults()
        unreachable.assert_nothing_to_do()

    def test_is_not_gone_where_something_else_answers(
        self, unreachable: Terraform, shared_control_plane: ControlPlane
    ) -> None:
        shared_control_plane.fail({"path": "/v2/.*"}, **self.NOT_FOUND)
        unreachable.fail("plan", says="Something else answers at this address")
        unreachable.fail("destroy", "-refresh=false", says="Something else answers at this address")
        shared_control_plane.forget_faults()
        unreachable.assert_nothing_to_do()

    def test_is_gone_where_the_control_plane_says_so(
        self, unreachable: Terraform, shared_control_plane: ControlPlane
    ) -> None:
        shared_control_plane.fail({"path": "/v2/deployments/.*"}, **self.NOT_FOUND)
        assert unreachable.plan().actions == {ADDRESS: ["create"]}
        shared_control_plane.forget_faults()


def test_a_request_has_its_time_and_its_repetitions(
    new_terraform: Callable[..., Terraform], control_plane: ControlPlane
) -> None:
    terraform = new_terraform("terraform", request_timeout="300ms", max_retries=1).write(project())
    control_plane.fail({"path": "/v2/deployments"}, drop="after", delay_seconds=60, times=9)
    terraform.fail("apply", says=["list the projects", "did not answer within 300 ms"])
    assert len(control_plane.requests(query=".*name=agent.*")) == 2


@pytest.mark.parametrize("drop", ["after", "midway", "before"])
def test_a_lost_answer_makes_nothing_twice(drop: str, terraform: Terraform, control_plane: ControlPlane) -> None:
    how: dict[str, Any] = {"drop": drop}
    control_plane.fail(CREATION, **how)
    terraform.write(project(environment={"A": "1"})).apply()
    assert terraform.attributes(ADDRESS)["id"] == control_plane.workload("agent")["id"]
    assert len(control_plane.workloads()) == 1
    control_plane.fail({"method": "PATCH"}, **how)
    terraform.write(project(environment={"A": "2"}, image_uri=NEXT_IMAGE)).apply()
    assert len(control_plane.workload("agent")["revisions"]) == 2
    terraform.assert_nothing_to_do()
    control_plane.fail({"method": "DELETE"}, **how)
    terraform.destroy()
    assert control_plane.workloads() == []


SETTLED = {"status", "latest_revision_status", "active_revision_id", "url", "updated_at"}


@pytest.fixture
def interrupted(terraform: Terraform, control_plane: ControlPlane) -> Terraform:
    """A project whose creation was interrupted while it was being deployed."""
    control_plane.expect(hold_at="DEPLOYING")
    with terraform.write(project()).start("apply") as command:
        control_plane.wait_for_requests(2, path="/v2/deployments/.*/revisions/.*")
        command.interrupt()
        _, output = command.wait(30)
    assert "Interrupted While Waiting" in output
    return terraform


def test_an_interrupted_creation_is_in_the_state(interrupted: Terraform, control_plane: ControlPlane) -> None:
    assert interrupted.tainted() == set()
    state = interrupted.attributes(ADDRESS)
    assert (state["id"], state["latest_revision_status"]) == (control_plane.workload("agent")["id"], "DEPLOYING")
    control_plane.release("agent")


def test_an_interrupted_creation_is_waited_for_by_the_next_apply(
    interrupted: Terraform, control_plane: ControlPlane
) -> None:
    first = interrupted.attributes(ADDRESS)
    plan = interrupted.plan()
    assert plan.actions == {ADDRESS: ["update"]}
    assert plan.unknown[ADDRESS] == SETTLED
    with interrupted.start("apply") as command:
        control_plane.wait_for_requests(2, path=f".*/{first['latest_revision_id']}")
        control_plane.release("agent")
        status, output = command.wait()
    assert status == 0, output
    assert len(control_plane.workload("agent")["revisions"]) == 1
    assert interrupted.attributes(ADDRESS)["latest_revision_status"] == "DEPLOYED"
    interrupted.assert_nothing_to_do()


@pytest.fixture
def interrupt_update(terraform: Terraform, control_plane: ControlPlane) -> Callable[[str], Terraform]:
    """Interrupts an update of a deployed project while it is being deployed, which then ends as is said."""
    terraform.write(project()).apply()

    def interrupt(outcome: str) -> Terraform:
        control_plane.expect(outcome, hold_at="DEPLOYING", logs=["it was not to be"])
        with terraform.write(project(environment={"OUTCOME": outcome})).start("apply") as command:
            held = control_plane.wait_for_revision("agent", "DEPLOYING")["revisions"][-1]["id"]
            control_plane.wait_for_requests(1, path=f".*/{held}")
            command.interrupt()
            command.wait(30)
        assert terraform.plan().unknown[ADDRESS] == SETTLED
        control_plane.release("agent")
        control_plane.wait_for_revision("agent", outcome, count=2 if outcome == "DEPLOYED" else 1)
        return terraform

    return interrupt


def test_an_interrupted_update_that_was_deployed_meanwhile_is_done(
    interrupt_update: Callable[[str], Terraform], control_plane: ControlPlane
) -> None:
    interrupt_update("DEPLOYED").assert_nothing_to_do()
    assert len(control_plane.workload("agent")["revisions"]) == 2


def test_an_interrupted_update_that_failed_meanwhile_is_told_by_the_next_apply(
    interrupt_update: Callable[[str], Terraform], control_plane: ControlPlane
) -> None:
    terraform = interrupt_update("DEPLOY_FAILED")
    terraform.fail("apply", says=["ended as DEPLOY_FAILED", "it was not to be"])
    assert len(control_plane.workload("agent")["revisions"]) == 2
    assert terraform.plan().actions == {ADDRESS: ["update"]}, "it is not done"


def test_interrupted_while_creating(terraform: Terraform, control_plane: ControlPlane) -> None:
    """The answer is on its way when the user loses patience: what it made is in the state all the same."""
    control_plane.fail(CREATION, drop="after", delay_seconds=1)
    with terraform.write(project(wait_for_ready=False)).start("apply") as command:
        control_plane.wait_for_requests(1, **CREATION)
        command.interrupt()
        command.wait(60)
    held = control_plane.workloads()
    kept = terraform.resources()
    assert [workload["id"] for workload in held] == [entry["id"] for entry in kept.values()]


def test_a_creation_that_fails_says_how_to_keep_the_project(terraform: Terraform, control_plane: ControlPlane) -> None:
    keep = "To keep it, run terraform untaint"
    read = {"method": "GET", "path": "/v2/deployments/[^/]*"}
    renaming = {"method": "PATCH", "path": "/v2/deployments/.*"}
    problem = [{"loc": ["body", "display_name"], "msg": "is not nice"}]
    cases: list[tuple[dict, dict, list[str]]] = [
        (read, {"status": 403, "body": {"detail": "no longer"}}, ["no longer", "may manage deployments"]),
        (renaming, {"status": 422, "body": {"detail": problem}}, ["about `display_name`: is not nice"]),
        (renaming, {"status": 400, "body": {"detail": "'display_name' is taken"}}, ["about `display_name`"]),
        (renaming, {"status": 422, "body": {"detail": [{"loc": ["body", "x"], "msg": "what?"}]}}, ['about "x"']),
    ]
    terraform.write(project(display_name="The agent"))
    for place, fault, says in cases:
        control_plane.fail(place, **fault)
        terraform.fail("apply", says=[*says, keep])
        assert terraform.tainted() == {ADDRESS}
        control_plane.forget_faults()
    # Kept, it is what it was to be after one more apply, and no revision more.
    made = control_plane.workload("agent")
    terraform.run("untaint", ADDRESS)
    terraform.apply()
    held = control_plane.workload("agent")
    assert (held["id"], held["display_name"], len(held["revisions"])) == (made["id"], "The agent", 1)
    assert terraform.attributes(ADDRESS)["latest_revision_status"] == "DEPLOYED"
    terraform.assert_nothing_to_do()
    # An update leaves nothing tainted.
    control_plane.fail(read, skip=2, status=403, body={"detail": "no longer"})
    text = terraform.write(project(display_name="The agent", image_uri=NEXT_IMAGE)).fail("apply", says="no longer")
    assert "untaint" not in text


def test_interrupted_before_the_name_is_set(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.fail({"method": "PATCH"}, drop="before", delay_seconds=60)
    with terraform.write(project(display_name="The agent", wait_for_ready=False)).start("apply") as command:
        control_plane.wait_for_requests(1, method="PATCH")
        command.interrupt()
        _, output = command.wait(30)
    assert "before its display name was set" in plain_text(output)
    assert terraform.tainted() == set()
    control_plane.forget_faults()
    assert "display_name" in terraform.plan().changed[ADDRESS]
    terraform.apply()
    assert control_plane.workload("agent")["display_name"] == "The agent"
    terraform.assert_nothing_to_do()


def test_a_creation_that_takes_too_long_can_be_kept(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.expect(hold_at="DEPLOYING")
    terraform.write(project(timeouts={"create": "5s"}))
    terraform.fail("apply", says=["Timed Out", "within 5s", "its status is DEPLOYING", "terraform untaint"])
    assert terraform.tainted() == {ADDRESS}
    terraform.run("untaint", ADDRESS)
    control_plane.release("agent")
    control_plane.wait_for_revision("agent", "DEPLOYED")
    terraform.write(project()).apply()
    assert len(control_plane.workload("agent")["revisions"]) == 1


def test_an_update_that_takes_too_long_is_waited_for_again(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project()).apply()
    control_plane.expect(hold_at="DEPLOYING")
    terraform.write(project(image_uri=NEXT_IMAGE, timeouts={"update": "5s"}))
    terraform.fail("apply", says=["Timed Out", "goes on waiting"])
    assert terraform.plan().actions == {ADDRESS: ["update"]}
    control_plane.release("agent")
    terraform.apply()
    assert len(control_plane.workload("agent")["revisions"]) == 2
    terraform.assert_nothing_to_do()


def test_deletion_that_takes_its_time(terraform: Terraform, control_plane: ControlPlane) -> None:
    terraform.write(project(timeouts={"delete": "2s"})).apply()
    # The service does not come to an end: out of time, and interrupted.
    shown = {"method": "GET", "path": "/v2/deployments/.*"}
    with control_plane.api() as api:
        held = api.get(f"/v2/deployments/{terraform.attributes(ADDRESS)['id']}").json() | {"status": "AWAITING_DELETE"}
    control_plane.fail(shown, status=200, body=held, times=100_000, skip=1)
    control_plane.fail({"method": "DELETE"}, status=204, times=3)
    terraform.fail("destroy", says=["Timed Out", "still being deleted after 2s", "timeouts.delete"])
    assert terraform.resources().keys() == {ADDRESS}
    # What was begun is waited for again, and what is configured replaces it.
    assert terraform.plan().actions == {ADDRESS: ["delete", "create"]}
    terraform.fail("destroy", says=["Timed Out"])
    with terraform.start("destroy") as command:
        since = control_plane.wait_for_requests(3, method="DELETE")[-1]["number"]
        control_plane.wait_for_requests(2, since=since, **shown)
        command.interrupt()
        status, output = command.wait(30)
    assert status != 0
    assert "Interrupted While Deleting" in output, output
    assert terraform.resources().keys() == {ADDRESS}
    control_plane.forget_faults()
    terraform.destroy()
    assert terraform.resources() == {}


def test_what_is_still_being_deployed_can_be_destroyed(terraform: Terraform, control_plane: ControlPlane) -> None:
    control_plane.expect(hold_at="DEPLOYING")
    terraform.write(project(wait_for_ready=False)).apply()
    assert terraform.attributes(ADDRESS)["active_revision_id"] is None
    terraform.assert_nothing_to_do()
    terraform.destroy()
    assert control_plane.workloads() == []


MISTAKES: dict[str, tuple[dict[str, Any], str | list[str]]] = {
    "name": ({"name": "Not_A_Name"}, "lower-case letters, digits and hyphens"),
    "blank_in_image": ({"image_uri": "two words"}, "image_uri"),
    "type": ({"deployment_type": "huge"}, "deployment_type"),
    "text_as_cpu": ({"resources": {"cpu": "much"}}, "number"),
    "half_an_instance": ({"resources": {"min_scale": 1.5}}, "resources.min_scale"),
    "no_json": ({"resources": {"sidecars": "{"}}, "resources.sidecars"),
    "null_as_label": ({"resources": {"labels": {"team": None}}}, 'resources.labels["team"] is null'),
    "null_as_pull_secret": ({"resources": {"image_pull_secrets": [None]}}, "resources.image_pull_secrets holds a null"),
    "no_duration": ({"timeouts": {"create": "soon"}}, 'timeouts.create must be a duration such as "90s"'),
    "no_time_at_all": (
        {"timeouts": {"create": "0s", "update": "-5m", "delete": "0"}},
        [f"timeouts.{name} must be at least 1 ms" for name in ("create", "update", "delete")],
    ),
    "cpus": ({"resources": {"cpus": "1"}}, ["Unsupported argument", '"cpus" is not expected here']),
    "creates": ({"timeouts": {"creates": "1"}}, ["Unsupported argument", '"creates" is not expected here']),
    "role": ({"byoc": {"role": "1"}}, ["Unsupported argument", '"role" is not expected here']),
}
# Of each of these one thing is said, and no second that follows from it.
SINGLE_MISTAKES: dict[str, tuple[dict[str, Any], str | list[str]]] = {
    "scheme": (
        {"image_uri": "https://registry.example/agent:1"},
        ['"registry.example/agent:1" in place of', "https://registry.example/agent:1"],
    ),
    "blank_in_tag": ({"image_uri": "registry.example/agent: 1"}, "without blanks"),
    "other_type": ({"deployment_type": "production"}, "deployment_type"),
    "little_cpu": ({"resources": {"cpu": 0.05}}, "resources.cpu"),
    "two_decimals": (
        {"resources": {"cpu": 0.25}},
        "resources.cpu is 0.25: the control plane rounds CPUs to one decimal",
    ),
    "much_cpu": ({"resources": {"cpu_limit": 16.5}}, "resources.cpu_limit"),
    "negative_scale": ({"resources": {"min_scale": -1}}, "resources.min_scale"),
    "half_a_megabyte": ({"resources": {"memory_mb": 1024.5}}, "resources.memory_mb"),
    "most_below_least": (
        {"resources": {"min_scale": 3, "max_scale": 2}},
        "`resources.max_scale` is 2, which is less than",
    ),
    "limit_below_request": ({"resources": {"db_cpu": 2.5, "db_cpu_limit": 1.5}}, "`resources.db_cpu_limit` is 1.5"),
    "object_as_list": ({"resources": {"volumes": "{}"}}, "resources.volumes has to be a JSON list of objects"),
    "texts_as_objects": (
        {"resources": {"sidecars": '["nginx"]'}},
        "resources.sidecars has to be a JSON list of objects",
    ),
    "cut_off": ({"resources": {"sidecars": "[{"}}, "resources.sidecars"),
}


@pytest.fixture(scope="class")
def said(shared_terraform: Terraform) -> dict[str, Complaint]:
    """What Terraform says of each mistake."""
    mistakes = MISTAKES | SINGLE_MISTAKES
    written = {name: project(name, **{"name": "agent", **given}) for name, (given, _) in mistakes.items()}
    return complaints(shared_terraform, written)


class TestAMistake:
    @pytest.mark.parametrize("name", MISTAKES)
    def test_is_told_with_its_attribute(self, name: str, said: dict[str, Complaint]) -> None:
        said[name].assert_says(MISTAKES[name][1])

    @pytest.mark.parametrize("name", SINGLE_MISTAKES)
    def test_gives_one_error(self, name: str, said: dict[str, Complaint]) -> None:
        said[name].assert_says(SINGLE_MISTAKES[name][1])
        assert len(said[name].errors) == 1


def test_a_protected_project_is_neither_destroyed_nor_replaced(
    terraform: Terraform, control_plane: ControlPlane
) -> None:
    terraform.write(project(deletion_protection=True)).apply()
    terraform.fail("destroy", "-auto-approve", says=["The Project Is Protected", "deletion_protection = false"])
    terraform.write(project(deletion_protection=True, deployment_type="dev_free"))
    terraform.fail("plan", says="The Project Is Protected")
    # What only the apply tells: then nothing has been touched either.
    terraform.write(project(deletion_protection=True))
    terraform.fail("apply", "-auto-approve", f"-replace={ADDRESS}", says="The Project Is Protected")
    assert len(control_plane.workloads()) == 1
    terraform.write(project()).apply()
    terraform.destroy()
    assert control_plane.workloads() == []
