"""Group 10: ephemeral resources that are renewed while they are used, and closed at the end."""

from pathlib import Path

from acceptance.support.framework import FrameworkTerraform, conformance_provider

WAITS_FOR_A_RENEWAL = """
ephemeral "framework_lifecycle" "token" {{
  name = "jane"
  lifecycle {{
    postcondition {{
      condition     = self.token == "fake-token-12345"
      error_message = "wrong token"
    }}
  }}
}}

resource "terraform_data" "user" {{
  provisioner "local-exec" {{
    environment = {{ TOKEN = ephemeral.framework_lifecycle.token.token }}
    command     = "timeout 60 sh -c 'until grep -q renew {spy}; do sleep 0.1; done'"
  }}
}}
"""
UNKNOWN_NAME = """
resource "terraform_data" "name" {
  input = "jane"
}

ephemeral "framework_lifecycle" "token" {
  name = terraform_data.name.output
}

resource "terraform_data" "first" {
  provisioner "local-exec" {
    environment = { TOKEN = ephemeral.framework_lifecycle.token.token }
    command     = "test $TOKEN = fake-token-12345"
  }
}
"""


def test_a_token_is_renewed_and_closed(tmp_path: Path) -> None:
    spy = tmp_path / "spy"
    spy.touch()
    with conformance_provider(tmp_path, environment={"CORNER_EPHEMERAL_SPY": str(spy)}) as provider:
        terraform = FrameworkTerraform(tmp_path / "terraform", provider)
        terraform.write(UNKNOWN_NAME).plan()
        assert spy.read_text() == ""
        terraform.apply()
        assert spy.read_text().splitlines() == ["close"]

        spy.write_text("")
        terraform.write(WAITS_FOR_A_RENEWAL.format(spy=spy)).apply()
        lines = spy.read_text().splitlines()
    assert lines[-1] == "close"
    assert "renew" in lines
