"""All of it by one command: `python -m sandbox`, or `langgraph-sandbox` where the package is installed.

Starts the local control plane and a local AWS behind the proxy that checks signatures, makes in them what a team has
before LangGraph comes, prints the environment by which Terraform finds all of it, and runs until it is interrupted.
"""

import argparse
import json
import shlex
import signal
import threading
from contextlib import ExitStack
from typing import Any

from .client import EXTERNAL_ID, ControlPlane, LocalAws
from .serving import when_stdin_closes


def repository(text: str) -> tuple[str, str | None]:
    """URL, or URL=DIRECTORY."""
    url, _, directory = text.partition("=")
    return url, directory or None


def parse_options() -> argparse.Namespace:
    """The command's options."""
    parser = argparse.ArgumentParser(prog="langgraph-sandbox", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="port of the control plane; 0 (the default) picks one")
    parser.add_argument("--aws-port", type=int, default=0, help="likewise of AWS")
    parser.add_argument("--vpc", action="store_true", help="make a VPC with two private and two public subnets")
    parser.add_argument("--role", action="store_true", help="make the role that the control plane assumes")
    parser.add_argument("--image", action="append", default=[], metavar="NAME", help="push an image to ECR")
    parser.add_argument(
        "--repository",
        action="append",
        default=[],
        type=repository,
        metavar="URL[=DIRECTORY]",
        help="let a GitHub installation reach this repository, which may lie in a directory of this machine",
    )
    parser.add_argument("--transition-seconds", type=float, help="how long a revision stays in each of its states")
    parser.add_argument("--format", choices=("shell", "json"), default="shell", help="of what is printed")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when standard input does")
    return parser.parse_args()


def prepare(options: argparse.Namespace, aws: LocalAws, control_plane: ControlPlane) -> dict[str, Any]:
    """Makes what the recipes ask for; variables of Terraform that name it."""
    made: dict[str, Any] = {}
    if options.vpc:
        network = aws.create_network()
        aws.route_out(network)
        made |= {
            "vpc_id": network.vpc_id,
            "private_subnet_ids": network.private_subnet_ids,
            "public_subnet_ids": network.public_subnet_ids,
        }
    if options.role:
        made |= {"role_arn": aws.create_cloud_role(), "external_id": EXTERNAL_ID}
    if options.image:
        made["image_uri"] = aws.push_image(options.image[0])
        made["image_uris"] = [made["image_uri"], *map(aws.push_image, options.image[1:])]
    if options.repository:
        made["integration_id"] = control_plane.install_github(dict(options.repository))
    return made


def show(environment: dict[str, str], made: dict[str, Any], *, as_json: bool) -> str:
    """The environment, and what was made as Terraform's variables, as shell commands or as one JSON object."""
    if as_json:
        return json.dumps({"environment": environment, "variables": made})
    variables = {
        f"TF_VAR_{name}": value if isinstance(value, str) else json.dumps(value) for name, value in made.items()
    }
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in (environment | variables).items())


def main() -> None:
    """Runs until a signal, or until standard input closes."""
    options = parse_options()
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    if options.until_stdin_closes:
        when_stdin_closes(end.set)
    with ExitStack() as stack:
        aws = stack.enter_context(LocalAws(port=options.aws_port))
        control_plane = stack.enter_context(
            ControlPlane(
                aws_endpoint=aws.moto_endpoint, transition_seconds=options.transition_seconds, port=options.port
            )
        )
        environment = aws.environment | {
            "AWS_ENDPOINT_URL": aws.endpoint,
            "LANGGRAPH_HOST_URL": control_plane.address,
            "LANGSMITH_API_KEY": control_plane.environment["LANGGRAPH_HOST_API_KEY"],
        }
        print(show(environment, prepare(options, aws, control_plane), as_json=options.format == "json"), flush=True)
        end.wait()


if __name__ == "__main__":
    main()
