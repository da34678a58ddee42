"""What a room keeps, in one database of its own.

SQLAlchemy's common language and nothing of SQLite's, but for `_sqlite_manners`: a hosted edition can name a PostgreSQL
database instead. Each writing method is one transaction. Answers come and go here sealed (`keys.RoomKey`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from unhurried.rooms.room import Room
from unhurried.rooms.seats import Seat

_TABLES = sa.MetaData()

_ROOM = sa.Table(
    "room",
    _TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("opened", sa.Float, nullable=False),  # seconds since the epoch
    sa.Column("code", sa.String, nullable=False),
    sa.Column("pretend", sa.Integer, nullable=False),  # pretend participants; 0: no rehearsal
    sa.Column("plan", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("key_check", sa.String, nullable=False),
)
_SEATS = sa.Table(
    "seats",
    _TABLES,
    sa.Column("mark", sa.String, primary_key=True),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("signal", sa.String, nullable=False),
    sa.Column("agreed", sa.Boolean, nullable=False),
    sa.Column("colour", sa.String),
    sa.Column("number", sa.Integer),
    sa.Column("check", sa.String, nullable=False),
    sa.Column("came", sa.Integer, nullable=False),
    sqlite_with_rowid=False,  # in no order of coming
)
_LINKS = sa.Table(
    "links", _TABLES, sa.Column("mark", sa.String, primary_key=True), sa.Column("role", sa.String, nullable=False)
)
_ANSWERS = sa.Table(
    "answers",
    _TABLES,
    sa.Column("mark", sa.String, primary_key=True),
    sa.Column("asked", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,  # the order of answering would tell who pressed first
)


class Store:
    """One room's database.

    Args:
        address: an SQLAlchemy address. Whoever names a file has made it, with the rights that it should have.
    """

    def __init__(self, address: str) -> None:
        self._engine = sa.create_engine(address, hide_parameters=True)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _sqlite_manners)

    def make(self, opened: float, code: str, pretend: int, plan: Mapping[str, Any], room: Room, check: str) -> None:
        """Keep a new room. The database is empty."""
        _TABLES.create_all(self._engine)
        with self._engine.begin() as connection:
            row = {"id": 1, "opened": opened, "code": code, "pretend": pretend, "key_check": check}
            connection.execute(sa.insert(_ROOM).values(**row, plan=json.dumps(plan), state=_state(room)))

    def read(self) -> dict[str, Any] | None:
        """`{opened, code, pretend, plan, room, check}`; None where no room was kept."""
        try:
            with self._engine.connect() as connection:
                row = connection.execute(sa.select(_ROOM)).mappings().one_or_none()
        except sa.exc.DatabaseError:  # a crash before its tables were there, or no database of ours
            row = None
        if row is None:
            return None
        kept = {name: row[name] for name in ("opened", "code", "pretend")}
        room = Room.from_plain(json.loads(row["state"]))
        return {**kept, "plan": json.loads(row["plan"]), "room": room, "check": row["key_check"]}

    def seats(self) -> list[Seat]:
        with self._engine.connect() as connection:
            return [Seat(**row) for row in connection.execute(sa.select(_SEATS)).mappings()]

    def keep_seats(self, seats: Sequence[Seat]) -> None:
        """Keep these seats as they are now, in the place of what was kept of them."""
        with self._engine.begin() as connection:
            _drop(connection, _SEATS, [seat.mark for seat in seats])
            connection.execute(sa.insert(_SEATS), [asdict(seat) for seat in seats])

    def drop_seat(self, mark: str, answer: str | None) -> None:
        """Forget a seat, and its answer to what is open."""
        with self._engine.begin() as connection:
            _drop(connection, _SEATS, [mark])
            _drop(connection, _ANSWERS, [] if answer is None else [answer])

    def keep_link(self, mark: str, role: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.insert(_LINKS).values(mark=mark, role=role))

    def take_link(self, mark: str) -> str | None:
        """The role that this link is for, which it is for no longer; None where there is no such link."""
        with self._engine.begin() as connection:
            role = connection.execute(sa.select(_LINKS.c.role).where(_LINKS.c.mark == mark)).scalar_one_or_none()
            _drop(connection, _LINKS, [mark])
        return role

    def keep_room(self, room: Room, closed: Iterable[int] = ()) -> None:
        """Keep the room as it is now, and forget every answer to what was closed."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(_ROOM).values(state=_state(room)))
            connection.execute(sa.delete(_ANSWERS).where(_ANSWERS.c.asked.in_(list(closed))))

    def keep_key(self, check: str) -> None:
        """Keep the check of a new room key, and forget answers that only the one before could open."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_ANSWERS))
            connection.execute(sa.update(_ROOM).values(key_check=check))

    def keep_answers(self, asked: int, sealed: Mapping[str, bytes]) -> None:
        """Keep these answers, by their marks, in the place of what was answered under the same marks."""
        with self._engine.begin() as connection:
            _drop(connection, _ANSWERS, list(sealed))
            rows = [{"mark": mark, "asked": asked, "sealed": value} for mark, value in sealed.items()]
            connection.execute(sa.insert(_ANSWERS), rows)

    def answers(self, asked: int) -> dict[str, bytes]:
        """Every answer to this, sealed, by its mark."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(_ANSWERS.c.mark, _ANSWERS.c.sealed).where(_ANSWERS.c.asked == asked))
            return {row.mark: row.sealed for row in found}

    def answer(self, mark: str) -> bytes | None:
        """The answer under this mark, sealed; None where there is none."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(_ANSWERS.c.sealed).where(_ANSWERS.c.mark == mark)).scalar_one_or_none()

    def close(self) -> None:
        self._engine.dispose()


def _state(room: Room) -> str:
    return json.dumps(room.to_plain())


def _drop(connection: sa.Connection, table: sa.Table, marks: Sequence[str]) -> None:
    if marks:
        connection.execute(sa.delete(table).where(table.c.mark.in_(marks)))


def _sqlite_manners(connection: Any, _: Any) -> None:
    """What was deleted is written over with zeros, and no temporary table is on disk."""
    for pragma in ("secure_delete=ON", "temp_store=MEMORY", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
