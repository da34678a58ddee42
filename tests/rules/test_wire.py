"""Kernel messages as the front end and JupyterLab's own server write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1

from unhurried.server.fallback.wire import MOST_BUFFERS, Malformed, decode, encode

PARTS = st.lists(st.binary(max_size=50), min_size=4, max_size=9)


@given(st.text(max_size=10), PARTS)
def test_it_is_the_protocol_of_jupyter(channel: str, parts: list[bytes]) -> None:
    """Widgets would not hear their kernel, or it not them."""
    written = serialize_msg_to_ws_v1(parts, channel)
    assert written == encode(channel, parts)
    assert (channel, parts) == decode(written) == deserialize_msg_from_ws_v1(written)


@given(st.binary(max_size=200))
def test_other_bytes_are_refused_at_once(message: bytes) -> None:
    """One message with a false number in it would keep the server busy for ever, and everybody's pages waiting."""
    try:
        channel, parts = decode(message)
    except Malformed:
        return
    assert sum(map(len, parts)) + len(channel.encode()) <= len(message)


@pytest.mark.parametrize("cut", [1, 8, 30])
def test_a_message_cut_short_is_refused(cut: int) -> None:
    """Half of what somebody set would be taken for all of it."""
    with pytest.raises(Malformed):
        decode(encode("shell", [b"{}"] * 4)[:-cut])


def test_more_buffers_than_any_widget_sends_are_refused() -> None:
    """A message of nothing but empty parts would be copied again and again."""
    decode(encode("shell", [b"{}"] * 4 + [b""] * MOST_BUFFERS))
    with pytest.raises(Malformed):
        decode(encode("shell", [b"{}"] * 4 + [b""] * (MOST_BUFFERS + 1)))
