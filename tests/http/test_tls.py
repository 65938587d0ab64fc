"""Encryption is not optional, and a certificate has to be trusted."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nextcour.http.errors import Refused
from tests.http.conftest import Open
from tests.replay.server import ReplayServer, Reply


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate for 127.0.0.1, with its key in the same file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed: no certificate can be made for the test")
    path = tmp_path / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", path],
        check=True, capture_output=True, cwd=tmp_path,
    )  # fmt: skip
    path.write_text(path.read_text() + (tmp_path / "key.pem").read_text())
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[ReplayServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with ReplayServer(context) as running:
        yield running


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(secure: ReplayServer, opened: Open) -> None:
    with pytest.raises(Refused, match=r"a certificate that is not trusted .self-signed certificate.; nothing was sent"):
        opened().get(f"{secure.base}/x", headers={"Authorization": "Bearer geheim"})
    assert secure.sent == []


def test_an_authority_of_ones_own_can_be_trusted(
    secure: ReplayServer, opened: Open, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    client = opened()
    assert client.get(f"{secure.base}/x").json(dict) == {"path": "/x"}
    secure.misbehave(Reply(302, headers={"Location": secure.base.replace("https", "http")}))
    with pytest.raises(Refused, match="redirects to an address without encryption"):
        client.get(f"{secure.base}/x")
