# What a plan of this provider should not do, over `terraform show -json`: for OPA and conftest.
package langgraph

import rego.v1

# A role that may do anything is more than LangGraph needs.
deny contains message if {
	some change in changes("langgraph_cloud_role")
	some arn in change.change.after.managed_policy_arns
	endswith(arn, ":policy/AdministratorAccess")
	message := sprintf("%s has AdministratorAccess", [change.address])
}

# A policy of one's own that allows everything on everything is AdministratorAccess by another name.
deny contains message if {
	some change in changes("langgraph_cloud_role")
	some name, text in change.change.after.inline_policies
	some statement in as_list(json.unmarshal(text).Statement)
	statement.Effect == "Allow"
	"*" in as_list(statement.Action)
	message := sprintf("%s allows every action in its policy %s", [change.address, name])
}

# What is deployed is what was tested, whatever has been pushed under the same tag since.
warn contains message if {
	some change in changes("langgraph_project")
	image := change.change.after.image_uri
	image != null
	not contains(image, "@sha256:")
	message := sprintf("%s runs an image that is not pinned by its digest", [change.address])
}

# Resources of a type that the plan makes or changes.
changes(type) := [change |
	some change in input.resource_changes
	change.type == type
	some action in change.change.actions
	action in {"create", "update"}
]

as_list(value) := value if is_array(value)

as_list(value) := [value] if not is_array(value)
