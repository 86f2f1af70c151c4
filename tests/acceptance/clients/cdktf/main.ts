// SPDX-License-Identifier: Apache-2.0

// A role and a project in TypeScript, with the classes that `cdktf get` makes of the provider's schema.

import { App, TerraformStack } from "cdktf";
import { CloudRole } from "./generated/providers/langgraph/cloud-role";
import { Project } from "./generated/providers/langgraph/project";
import { LanggraphProvider } from "./generated/providers/langgraph/provider";

const app = new App();
const stack = new TerraformStack(app, "agents");
new LanggraphProvider(stack, "langgraph", { aws: { region: "us-east-1" } });
const role = new CloudRole(stack, "role", { externalIds: ["3f9d3b52-0c8e-4f43-9d63-5a1f9b7c2d10"] });
new Project(stack, "agent", {
  name: "agent",
  imageUri: "123456789012.dkr.ecr.us-east-1.amazonaws.com/agent:1",
  deploymentType: "prod",
  environment: { LOG_LEVEL: "info" },
  secrets: { TOKEN: "hush-hush" },
  resources: { cpu: 2 },
  byoc: { roleArn: role.arn, region: "us-east-1", externalId: "3f9d3b52-0c8e-4f43-9d63-5a1f9b7c2d10" },
});
app.synth();
