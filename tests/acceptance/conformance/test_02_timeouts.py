"""Group 2: timeouts, and strings that are durations and times."""

from acceptance.support.framework import FrameworkTerraform


def test_a_timeout_is_kept_as_it_is_written(terraform: FrameworkTerraform) -> None:
    address = "framework_timeouts.timeouts"
    resource = 'resource "framework_timeouts" "timeouts" {{ {} }}'
    terraform.write(resource.format("")).apply()
    assert terraform.attributes(address) == {"timeouts": None}
    terraform.assert_nothing_to_do()
    terraform.write(resource.format('timeouts = { create = "120s" }')).apply()
    assert terraform.attributes(address) == {"timeouts": {"create": "120s"}}
    terraform.assert_nothing_to_do()
    terraform.write(resource.format('timeouts = { create = "2 minutes" }'))
    assert list(terraform.summaries()) == [address]
