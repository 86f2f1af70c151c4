"""Connections that die, and proxies in between."""

from urllib.parse import urlsplit

from acceptance.support.connect_proxy import ConnectProxy
from acceptance.support.h2front import H2Front
from acceptance.support.project import project
from acceptance.support.tls import NAME, TlsFront
from sandbox.client import ControlPlane
from support.certificates import make_certificate


def test_an_attempt_that_took_too_long_is_made_again_on_another_connection(
    new_terraform, control_plane: ControlPlane, tmp_path
) -> None:
    """With HTTP/2 each attempt would go into the connection that is dead, until the time of the creation is over."""
    certificate, key = make_certificate(addresses=["127.0.0.1"]).write(tmp_path)
    front = H2Front(certificate, key, urlsplit(control_plane.address).port, swallowed=4)
    terraform = new_terraform("h2", endpoint=front.address, ca_bundle=str(certificate), request_timeout="1s")
    terraform.write(project(timeouts={"create": "30s"})).apply()
    assert len(front.swallowed) == 1
    assert terraform.tainted() == set()


def test_the_loopback_needs_no_proxy(new_terraform, control_plane: ControlPlane, tmp_path) -> None:
    """As in programs in Go, Terraform among them, whatever NO_PROXY says: a port-forwarded LangSmith is reached."""
    with TlsFront(control_plane.address, tmp_path) as front:
        proxy = ConnectProxy([403] * 100)
        environment = {"https_proxy": proxy.address, "no_proxy": "", "NO_PROXY": ""}
        new_terraform(
            "it", environment=environment, endpoint=front.address, ca_bundle=str(front.ca_bundle), max_retries=0
        ).write(project()).apply()
        assert proxy.asked == []


def test_a_tunnel_that_a_proxy_refuses_leaves_no_doubt(new_terraform, control_plane: ControlPlane, tmp_path) -> None:
    """The first tunnel (a look whether the name is free) is opened, the one for the POST is not: nothing was sent."""
    with TlsFront(control_plane.address, tmp_path) as front:
        proxy = ConnectProxy([200] + [403] * 100)
        environment = {"https_proxy": proxy.address, "no_proxy": "", "NO_PROXY": ""}
        address = f"https://{NAME}:{urlsplit(front.address).port}"
        terraform = new_terraform(
            "it", environment=environment, endpoint=address, ca_bundle=str(front.ca_bundle), max_retries=0
        ).write(project())
        text = terraform.fail("apply", says="403")
        assert "not known whether this was done" not in text
        assert terraform.tainted() == set()
