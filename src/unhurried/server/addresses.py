"""Under which addresses other devices in the same network reach this machine. Asks the system, and no other host."""

from __future__ import annotations

import ipaddress
import socket

import psutil

#: Networks in the order in which a room's own is likely: at home and in a hall; in a firm; that of containers.
LIKELY = [ipaddress.ip_network(one) for one in ("192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12", "0.0.0.0/0")]


def lan_addresses() -> list[str]:
    """The IPv4 addresses of interfaces that are up, the likeliest first; empty without any network."""
    up = {name for name, stats in psutil.net_if_stats().items() if stats.isup}
    found = [
        ipaddress.IPv4Address(one.address)
        for name, addresses in psutil.net_if_addrs().items()
        for one in addresses
        if name in up and one.family == socket.AF_INET
    ]
    own = [one for one in found if not (one.is_loopback or one.is_link_local or one.is_unspecified)]
    return [str(one) for one in sorted(own, key=_likelihood)]


def _likelihood(address: ipaddress.IPv4Address) -> int:
    return next(place for place, network in enumerate(LIKELY) if address in network)
