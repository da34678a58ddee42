"""The rooms of tests/rooms, for those who mean harm."""

from tests.rooms.conftest import evening, one_evening, room_server, room_server_of, run, shared_evening

__all__ = ["evening", "one_evening", "room_server", "room_server_of", "run", "shared_evening"]
