// SPDX-License-Identifier: Apache-2.0

// Does what programs that embed Terraform do, by HashiCorp's terraform-exec: in the directory that is named it initialises,
// validates, plans, applies, shows, plans again and destroys, and says what came of it as JSON.
// Usage: terraform_exec TERRAFORM DIRECTORY
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-exec/tfexec"
)

const planFile = "saved.tfplan"

// What is told of a run.
type report struct {
	Valid        bool     `json:"valid"`
	Changes      bool     `json:"changes"`
	Planned      []string `json:"planned"`
	Addresses    []string `json:"addresses"`
	WriteOnly    bool     `json:"write_only"`
	ChangesAfter bool     `json:"changes_after"`
	Left         int      `json:"left"`
}

// Whether the schema says that secrets are write-only.
func secretsAreWriteOnly(ctx context.Context, terraform *tfexec.Terraform) (bool, error) {
	schemas, err := terraform.ProvidersSchema(ctx)
	if err != nil {
		return false, err
	}
	for _, provider := range schemas.Schemas {
		if project := provider.ResourceSchemas["langgraph_project"]; project != nil {
			return project.Block.Attributes["secrets"].WriteOnly, nil
		}
	}
	return false, errors.New("no provider has langgraph_project")
}

// The addresses in the state.
func addresses(ctx context.Context, terraform *tfexec.Terraform) ([]string, error) {
	found := []string{}
	state, err := terraform.Show(ctx)
	if err != nil || state.Values == nil {
		return found, err
	}
	for _, resource := range state.Values.RootModule.Resources {
		found = append(found, resource.Address)
	}
	return found, nil
}

func plan(ctx context.Context, terraform *tfexec.Terraform, told *report) error {
	valid, err := terraform.Validate(ctx)
	if err != nil {
		return err
	}
	told.Valid = valid.Valid
	if told.Changes, err = terraform.Plan(ctx, tfexec.Out(planFile)); err != nil {
		return err
	}
	planned, err := terraform.ShowPlanFile(ctx, planFile)
	if err != nil {
		return err
	}
	for _, change := range planned.ResourceChanges {
		told.Planned = append(told.Planned, change.Address)
	}
	return nil
}

func run(ctx context.Context, terraform *tfexec.Terraform) (told report, err error) {
	if err = terraform.Init(ctx); err != nil {
		return told, err
	}
	if err = plan(ctx, terraform, &told); err != nil {
		return told, err
	}
	if err = terraform.Apply(ctx, tfexec.DirOrPlan(planFile)); err != nil {
		return told, err
	}
	if told.Addresses, err = addresses(ctx, terraform); err != nil {
		return told, err
	}
	if told.WriteOnly, err = secretsAreWriteOnly(ctx, terraform); err != nil {
		return told, err
	}
	if told.ChangesAfter, err = terraform.Plan(ctx); err != nil {
		return told, err
	}
	if err = terraform.Destroy(ctx); err != nil {
		return told, err
	}
	left, err := addresses(ctx, terraform)
	told.Left = len(left)
	return told, err
}

func main() {
	terraform, err := tfexec.NewTerraform(os.Args[2], os.Args[1])
	var told report
	if err == nil {
		told, err = run(context.Background(), terraform)
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(told)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
