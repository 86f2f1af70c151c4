"""Self-signed certificates, for a client of a plugin and for a server alike."""

import datetime
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_VALID = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key, both as PEM."""

    certificate: str
    key: str

    def write(self, directory: Path) -> tuple[Path, Path]:
        """Puts both into files, and returns their paths: `certificate.pem`, `key.pem`."""
        files = directory / "certificate.pem", directory / "key.pem"
        files[0].write_text(self.certificate)
        files[1].write_text(self.key)
        return files


def make_certificate(names: Sequence[str] = ("localhost",), addresses: Sequence[str] = ()) -> Certificate:
    """One that vouches for itself: an authority, a server of these names and addresses, and a client.

    Without arguments it is what Terraform makes for each start of a provider.
    """
    key = ec.generate_private_key(ec.SECP521R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.datetime.now(datetime.UTC)
    alternatives = [*map(x509.DNSName, names), *(x509.IPAddress(ipaddress.ip_address(each)) for each in addresses)]
    # In their order: signature, commitment, encipherment of keys, of data, agreement, certificates, and no more.
    usage = x509.KeyUsage(True, False, True, False, True, True, False, False, False)
    purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - _VALID, now + _VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(purposes, critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .sign(key, hashes.SHA512())
    )
    pem = serialization.Encoding.PEM
    plain_key = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Certificate(certificate.public_bytes(pem).decode(), plain_key.decode())
