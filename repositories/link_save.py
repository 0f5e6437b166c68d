"""Writing what one call learnt, inside a transaction that the caller opens.

Two calls that learn the same at once take turns: each first locks, in ascending order, its question and the tracks
that it was linked to, then, in order of their ids, the recordings that these concern. Nothing else is written that
another call may hold, so that they never wait for each other in a circle.
"""

from typing import Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Text,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from repositories.change_note import NOTE_CHANGE, noted
from repositories.hashed_key import hashed_keys
from repositories.link_tables import links, lookup_keys, negative_answers, provider_tracks, recordings
from repositories.saving import Saving

_TEXTS: Final = ARRAY(Text)
_NUMBERS: Final = ARRAY(BigInteger)

SAME_QUESTION: Final = (links.c.subject == bindparam("subject")) & links.c.identifiers.contained_by(
    bindparam("identifiers", type_=postgresql.ARRAY(Text))
)
"""Links earned by a question of the same words that named no identifier which this one lacks."""

_LINKED: Final = (
    func.unnest(bindparam("providers", type_=_TEXTS), bindparam("ref_ids", type_=_TEXTS))
    .table_valued("provider", "ref_id", name="linked")
    .render_derived()
)
_CONCERNED: Final = union_all(
    select(links.c.recording_id).where(SAME_QUESTION),
    select(links.c.recording_id).where(links.c.provider == _LINKED.c.provider, links.c.ref_id == _LINKED.c.ref_id),
).subquery("concerned")
"""One row for each link that the same question had earned, and for each that leads to the same id."""

_ANSWERED: Final = (
    func.unnest(
        bindparam("providers", type_=_TEXTS), bindparam("markets", type_=_TEXTS), bindparam("kept", type_=_NUMBERS)
    )
    .table_valued("provider", "market", "kept", name="answered")
    .render_derived()
)

LOCK: Final = select(func.pg_advisory_xact_lock(func.unnest(bindparam("locks", type_=_NUMBERS))))

LOCK_RECORDINGS: Final = (
    select(recordings.c.id)
    .where(recordings.c.id.in_(select(_CONCERNED.c.recording_id)))
    .order_by(recordings.c.id)
    .with_for_update()
)

NEAREST: Final = (
    select(_CONCERNED.c.recording_id)
    .where(_CONCERNED.c.recording_id == func.any(bindparam("locked", type_=_NUMBERS)))
    .group_by(_CONCERNED.c.recording_id)
    .order_by(func.count().desc(), _CONCERNED.c.recording_id)
    .limit(1)
)
"""The recording that most of the links concern, the oldest of several."""

SUPERSEDE: Final = delete(links).where(
    links.c.provider == _ANSWERED.c.provider,
    links.c.market == _ANSWERED.c.market,
    links.c.recording_id != _ANSWERED.c.kept,
    SAME_QUESTION,
)

FORGET_NOES: Final = delete(negative_answers).where(
    negative_answers.c.subject == bindparam("subject"),
    negative_answers.c.market == bindparam("market"),
    negative_answers.c.provider == func.any(bindparam("linked", type_=_TEXTS)),
)

FORGET_BARE: Final = delete(recordings).where(
    recordings.c.id == func.any(bindparam("locked", type_=_NUMBERS)),
    ~exists().where(links.c.recording_id == recordings.c.id),
)

CREATE_RECORDING: Final = insert(recordings).returning(recordings.c.id)
SEE_AGAIN: Final = update(recordings).where(recordings.c.id == bindparam("recording_id")).values(seen_at=func.now())

_track: Final = postgresql.insert(provider_tracks)
PUT_TRACK: Final = _track.on_conflict_do_update(
    constraint=provider_tracks.primary_key, set_={"track": _track.excluded.track, "seen_at": func.now()}
)

_link: Final = postgresql.insert(links)
PUT_LINK: Final = _link.on_conflict_do_update(
    constraint=links.primary_key,
    set_={column.name: _link.excluded[column.name] for column in links.c if not column.primary_key},
)

_no: Final = postgresql.insert(negative_answers)
PUT_NO: Final = _no.on_conflict_do_update(
    constraint=negative_answers.primary_key,
    set_={column.name: _no.excluded[column.name] for column in negative_answers.c if not column.primary_key},
)

PUT_KEYS: Final = (
    postgresql.insert(lookup_keys)
    .from_select(
        ["key", "recording_id"],
        select(func.unnest(bindparam("keys", type_=_NUMBERS)), bindparam("recording_id", type_=BigInteger)),
    )
    .on_conflict_do_nothing()
)


async def save_learnt(connection: AsyncConnection, saving: Saving) -> str:
    """Keep links and noes; each provider's answer takes the place of what the same question had earned before.

    What listeners will be told of it.
    """
    await connection.execute(LOCK, {"locks": saving.locks})
    locked = list(await connection.scalars(LOCK_RECORDINGS, saving.same_question))
    recording_id = await _recording(connection, saving, locked)
    if locked:
        await connection.execute(SUPERSEDE, {**saving.same_question, **saving.answers(recording_id)})
    if saving.accepted:
        await _put_links(connection, saving, recording_id)
    if saving.learnt.noes:
        await connection.execute(PUT_NO, saving.no_rows())
    note: str = await connection.scalar(NOTE_CHANGE, noted(saving.marks, recordings=[*locked, recording_id]))
    if locked:
        await connection.execute(FORGET_BARE, {"locked": locked})
    return note


async def _recording(connection: AsyncConnection, saving: Saving, locked: list[int]) -> int:
    """The id of the recording that the links will hang on, made where there is none; 0 without links."""
    if not saving.accepted:
        return 0
    nearest: int | None = None
    if locked:
        nearest = await connection.scalar(NEAREST, {**saving.same_question, "locked": locked})
    if nearest is None:
        created: int = (await connection.execute(CREATE_RECORDING)).scalar_one()
        return created
    await connection.execute(SEE_AGAIN, {"recording_id": nearest})
    return nearest


async def _put_links(connection: AsyncConnection, saving: Saving, recording_id: int) -> None:
    await connection.execute(PUT_TRACK, saving.track_rows())
    await connection.execute(PUT_LINK, saving.link_rows(recording_id))
    await connection.execute(PUT_KEYS, {"keys": hashed_keys(saving.learnt.keys), "recording_id": recording_id})
    linked = [link.provider for link, _ in saving.accepted]
    await connection.execute(FORGET_NOES, {"subject": saving.subject, "market": saving.market, "linked": linked})
