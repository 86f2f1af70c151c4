/* SPDX-License-Identifier: Apache-2.0 */
/*
 * langgraph_project: a project at the control plane, deployed from an image or a repository: in LangChain's cloud, a
 * self-hosted LangSmith or, through a listener, one's own Kubernetes (v2 of the API), or with `byoc` in the user's own
 * AWS account (v1).
 *
 * schema.c has the attributes, validate.c and plan.c what is said before anything happens, create.c, read.c, update.c,
 * delete.c and import.c what happens then. Create and update write, remember in private state what Terraform must not
 * show (variables.c), and settle (wait.c): they wait until what they made is deployed.
 */
#include "resources/project/project.h"

const tf_resource project_resource = {
    .type_name = "langgraph_project",
    .import_id = "the project's id, such as `0f9c5f2e-6a4e-4d0c-9f0c-3c1d5a6b7e8f`, or `name=` and its name, such as "
                 "`name=support-agent`",
    .schema = &project_schema,
    .identity = &project_identity_schema,
    .validate = project_validate,
    .plan = project_plan,
    .plan_destroy = project_plan_destroy,
    .create = project_create,
    .read = project_read,
    .update = project_update,
    .delete = project_delete,
    .import = project_import,
    .move = project_move,
    .generate = project_generate,
    .note_held = project_note_held,
};
