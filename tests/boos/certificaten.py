"""Certificates for a boze bron: good, expired, for another name, of an authority that nobody trusts."""

from __future__ import annotations

import ssl
import warnings
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import trustme

from tests.rooms.upstream.certificaat import self_signed


@cache
def onze_ca() -> trustme.CA:
    """The authority that a bron is configured to trust."""
    return trustme.CA()


@cache
def vreemde_ca() -> trustme.CA:
    """One that it is not."""
    return trustme.CA()


def ca_file(folder: Path) -> str:
    """The certificate of our authority, in a file."""
    path = folder / "ca.pem"
    onze_ca().cert_pem.write_to_path(path)
    return str(path)


def client_files(folder: Path) -> dict[str, str]:
    """A certificate of ours that the server does not take, as ``tls`` names it."""
    certificate = vreemde_ca().issue_cert("mijnzaken.example")
    for n, blob in enumerate(certificate.cert_chain_pems):
        blob.write_to_path(folder / "klant.pem", append=n > 0)
    certificate.private_key_pem.write_to_path(folder / "klant.key")
    return {"certificaat": str(folder / "klant.pem"), "sleutel": str(folder / "klant.key")}


def _server(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def goed() -> ssl.SSLContext:
    """What our authority vouches for."""
    return _server(onze_ca().issue_cert("127.0.0.1", "localhost"))


def verlopen() -> ssl.SSLContext:
    now = datetime.now(UTC)
    return _server(
        onze_ca().issue_cert("127.0.0.1", not_before=now - timedelta(days=9), not_after=now - timedelta(days=1))
    )


def andere_naam() -> ssl.SSLContext:
    """A good certificate, of somebody else."""
    return _server(onze_ca().issue_cert("zgw.elders.example"))


def onbekende_ca() -> ssl.SSLContext:
    return _server(vreemde_ca().issue_cert("127.0.0.1"))


def zelf_getekend() -> ssl.SSLContext:
    """A certificate that only vouches for itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with NamedTemporaryFile() as file:
        file.write(b"".join(self_signed("127.0.0.1")))
        file.flush()
        context.load_cert_chain(file.name)
    return context


def tls_1_1() -> ssl.SSLContext:
    """A server that speaks nothing newer."""
    context = goed()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def eist_certificaat() -> ssl.SSLContext:
    """A server that lets in only whom our authority vouches for."""
    context = goed()
    context.verify_mode = ssl.CERT_REQUIRED
    onze_ca().configure_trust(context)
    return context
