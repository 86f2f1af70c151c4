module terraform_exec

go 1.25.0

require github.com/hashicorp/terraform-exec v0.25.2

require (
	github.com/apparentlymart/go-textseg/v15 v15.0.0 // indirect
	github.com/hashicorp/go-version v1.9.0 // indirect
	github.com/hashicorp/terraform-json v0.27.2 // indirect
	github.com/zclconf/go-cty v1.18.1 // indirect
	golang.org/x/text v0.31.0 // indirect
)
