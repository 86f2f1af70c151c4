"""Local stand-ins for what the provider talks to: the control plane, AWS, and a proxy that checks signatures.

Each is a program of its own, run with this package's parent directory on PYTHONPATH, and the first starts the others:

    python -m sandbox
    python -m sandbox.control_plane
    python -m sandbox.local_aws
    python -m sandbox.signing_proxy

`sandbox.client` starts and drives them from tests. docs/local-control-plane.md describes all of it for users.
"""
