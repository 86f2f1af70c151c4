"""Group 14: an action, as Terraform 1.14 and later plans and invokes it."""

from pathlib import Path

from support.plugin import Plugin
from support.protocol import dynamic, summaries

TYPE = "framework_modify_file_action"


def test_an_action_is_planned_and_invoked(provider: Plugin, tmp_path: Path) -> None:
    file = tmp_path / "file"
    with provider.client() as client:
        assert TYPE in client.schema.action_schemas
        for content in ("first", "second"):
            config = dynamic({"filename": str(file), "content": content, "plan_error": None})
            client.must("ValidateActionConfig", action_type=TYPE, config=config)
            client.must("PlanAction", action_type=TYPE, config=config)
            events = list(client.stream("InvokeAction", "Event", action_type=TYPE, config=config))
            assert [event.WhichOneof("type") for event in events].count("completed") == 1
            assert summaries(events[-1].completed.diagnostics) == []
            assert file.read_text() == content


def test_an_error_of_the_plan_leaves_the_file_alone(provider: Plugin, tmp_path: Path) -> None:
    config = dynamic({"filename": str(tmp_path / "file"), "content": "text", "plan_error": True})
    with provider.client() as client:
        assert client.refused("PlanAction", action_type=TYPE, config=config) == ["ModifyPlan error"]
    assert not (tmp_path / "file").exists()


def test_an_error_of_the_invocation_is_told(provider: Plugin, tmp_path: Path) -> None:
    config = dynamic({"filename": str(tmp_path / "absent" / "file"), "content": "text", "plan_error": None})
    with provider.client() as client:
        *_, last = client.stream("InvokeAction", "Event", action_type=TYPE, config=config)
    assert summaries(last.completed.diagnostics) == ["Failed to create the file"]


def test_a_configuration_that_lacks_something_is_refused(provider: Plugin) -> None:
    config = dynamic({"filename": None, "content": "text", "plan_error": None})
    with provider.client() as client:
        client.refused("ValidateActionConfig", action_type=TYPE, config=config)
        client.refused("PlanAction", action_type="framework_absent", config=config)
