"""How a room is opened and found: addresses, encryption, and going on."""

from __future__ import annotations

import http.client
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.rooms.guests import Evening, Guest, RoomServer
from tests.server.conftest import wait_until

from unhurried.server import addresses
from unhurried.server.allowances import MOST_WRONG, WITHIN, Allowance, WrongCodes
from unhurried.server.certificate import fingerprint, make_certificate, names_in, tls


class Encrypted(RoomServer):
    """The same with a certificate that the machine makes."""

    def command(self, *more: str) -> list[str]:
        return [one for one in super().command(*more) if one != "--plain"]


def test_a_room_with_its_own_certificate(tmp_path: Path) -> None:
    """In a hall without internet, what people answer would go through the air for all to read."""
    server = Encrypted(tmp_path).start()
    try:
        (file,) = server.rooms.glob("*/certificate.pem")
        assert 0o600 == file.stat().st_mode & 0o777
        wait_until(lambda: fingerprint(file) in server.out.read_text())
        trusting = ssl.create_default_context(cafile=str(file))
        connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=trusting, timeout=20)
        connection.request("GET", "/room", headers={"Host": f"127.0.0.1:{server.port}"})
        response = connection.getresponse()
        assert 200 == response.status
        assert all("Secure" in cookie for cookie in response.headers.get_all("Set-Cookie", []))
        connection.close()
        assert server.ready.startswith("https://127.0.0.1:")
        before = fingerprint(file)
        server.stop()
        server.start()
        assert before == fingerprint(file), "or each browser would warn again in the middle of the evening"
    finally:
        server.close()


def test_a_certificate_is_for_the_names_it_was_made_for(tmp_path: Path) -> None:
    """A browser that was told once to go on would be asked again for each address."""
    file = tmp_path / "made.pem"
    make_certificate(file, ["192.168.1.20", "laptop", "127.0.0.1"])
    assert ["laptop", "192.168.1.20", "127.0.0.1"] == names_in(file)
    assert isinstance(tls(file), ssl.SSLContext)
    assert 95 == len(fingerprint(file))


def test_a_second_start_goes_on_and_another_plan_says_so(
    room_server_of: Callable[..., RoomServer], run: Callable[..., Any]
) -> None:
    """A leader who mistypes would lose the room in which people sit."""
    server = room_server_of().start()
    evening = Evening(server, run)
    evening.come(1)
    code = server.code
    again = subprocess.run(server.command(), env=server.environment, capture_output=True, text=True, timeout=240)
    assert again.stdout.startswith("Ready: ") and 1 == again.stdout.count("\n"), "a new link to the room that runs"
    server.stop()
    for options in (["--title", "Another evening"], ["--pretend", "24"]):
        other = subprocess.run(
            [*server.command(), *options], env=server.environment, capture_output=True, text=True, timeout=240
        )
        assert 1 == other.returncode and "Another room is still open" in other.stderr
    server.start()
    assert code == server.code
    evening.back()
    assert evening.people[0].settle().last["you"]["agreed"]
    server.stop()
    server.options = ("--new",)
    server.start()
    assert code != server.code
    assert 403 == Guest(server, run).join(code).status
    assert 1 == len(list(server.rooms.iterdir()))


def test_a_taken_port_or_a_bad_certificate_is_said(room_server_of: Callable[..., RoomServer], tmp_path: Path) -> None:
    """Somebody with people at the door would look at an error of ours."""
    server = room_server_of()
    nothing = tmp_path / "nothing.pem"
    nothing.write_text("nothing")
    command = [one for one in server.command() if one != "--plain"]
    tried = subprocess.run(
        [*command, "--cert", str(nothing), "--key", str(nothing)],
        env=server.environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert 1 == tried.returncode
    assert "The certificate cannot be used." in tried.stderr and "Traceback" not in tried.stderr
    assert [] == list(server.rooms.iterdir()), "or the next start would go on with a room that nobody was in"


def test_the_likeliest_address_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The QR picture would lead to an address that no phone can reach."""

    class Address:
        def __init__(self, family: int, address: str) -> None:
            self.family, self.address = family, address

    class Stats:
        def __init__(self, isup: bool) -> None:
            self.isup = isup

    inet = addresses.socket.AF_INET
    cards = {
        "lo": [Address(inet, "127.0.0.1")],
        "docker0": [Address(inet, "172.17.0.1")],
        "eth0": [Address(inet, "10.1.2.3"), Address(addresses.socket.AF_INET6, "fe80::1")],
        "wlan0": [Address(inet, "192.168.1.20")],
        "old": [Address(inet, "192.168.9.9")],
        "lost": [Address(inet, "169.254.1.1")],
    }
    monkeypatch.setattr(addresses.psutil, "net_if_addrs", lambda: cards)
    monkeypatch.setattr(addresses.psutil, "net_if_stats", lambda: {name: Stats(name != "old") for name in cards})
    assert ["192.168.1.20", "10.1.2.3", "172.17.0.1"] == addresses.lan_addresses()


def test_wrong_codes_are_forgotten_after_a_minute() -> None:
    """Somebody who mistyped would stand outside all evening; or somebody who guesses could go on."""
    now = [0.0]
    tries = WrongCodes(lambda: now[0])
    for _ in range(MOST_WRONG):
        assert not tries.too_many("10.0.0.1")
        tries.wrong("10.0.0.1")
    assert tries.too_many("10.0.0.1") and not tries.too_many("10.0.0.2")
    now[0] = WITHIN
    assert not tries.too_many("10.0.0.1")
    for number in range(MOST_WRONG):
        tries.wrong(f"2001:db8::{number}")
    assert tries.too_many("2001:db8::ffff") and not tries.too_many("2001:db8:0:1::1")


def test_messages_are_allowed_again_with_time() -> None:
    """One slip of a page would keep a person out for good."""
    now = [0.0]
    allowance = Allowance(2, 1, lambda: now[0])
    assert [True, True, False] == [allowance.take() for _ in range(3)]
    now[0] = 1.0
    assert [True, False] == [allowance.take() for _ in range(2)]
