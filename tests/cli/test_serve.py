"""What `nextcour serve` says where it cannot start, before any work is done."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from tests.cli.run import nextcour


def test_a_port_that_is_taken_is_said_with_another_to_try() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = nextcour("serve", "--port", str(port))
    assert done.returncode == 1
    assert f"Port {port} is taken by another program. Nothing was started." in done.stderr
    assert "nextcour serve --port " in done.stderr


@pytest.mark.parametrize(
    "address",
    ["nextcour.example", "ftp://x.example", "https://x.example/below", "https://x y", "https://", "javascript:x"],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    done = nextcour("serve", "--address", address)
    assert done.returncode == 2
    assert "is no address of a site; write it like https://nextcour.example" in done.stderr


@pytest.mark.parametrize("host", ["nowhere.invalid", "999.1.1.1"])
def test_a_host_that_is_none_is_refused(host: str) -> None:
    done = nextcour("serve", "--host", host)
    assert done.returncode == 2
    assert f"'{host}' is no host of this machine" in done.stderr


def test_a_host_of_another_machine_is_refused() -> None:
    done = nextcour("serve", "--host", "192.0.2.1")
    assert done.returncode == 1
    assert "It cannot listen on 192.0.2.1" in done.stderr


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert nextcour("serve", f"--port={port}").returncode == 2


def test_what_is_not_installed_is_said_with_the_command_that_installs_it(tmp_path: Path) -> None:
    (tmp_path / "babel.py").write_text("raise ImportError('no babel', name='babel')")
    done = nextcour("serve", env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 1
    assert (
        f"The website needs babel, which is not installed. Run `{sys.executable} -m pip install 'nextcour[web]'`"
        in (done.stderr)
    )


def test_a_cache_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    done = nextcour("serve", "--port", "0", env={"NEXTCOUR_CACHE_DIR": str(file / "below")})
    assert done.returncode == 1
    assert "Nothing was served." in done.stderr
    assert "NEXTCOUR_CACHE_DIR" in done.stderr
