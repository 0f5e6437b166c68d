"""Writing what one call learnt about a question and tracks that no link concerns yet: as a rule that is all of it.

One statement finds out whether it is so, and if it is writes everything. It does so under the locks of `link_save`,
which every other save of the same question or of one of these tracks waits for.
"""

from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    Column,
    Text,
    bindparam,
    column,
    delete,
    exists,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from repositories.change_note import NOTE_CHANGE, noted
from repositories.compiled import Compiled
from repositories.hashed_key import hashed_keys
from repositories.hot_connections import Transaction
from repositories.json_form import TRACK
from repositories.link_save import LOCK
from repositories.link_tables import links, lookup_keys, negative_answers, provider_tracks, recordings
from repositories.saving import LINKED, REFUSED, Saving

_subject: Final = bindparam("subject", type_=Text)
_market: Final = bindparam("market", type_=Text)
_identifiers: Final = bindparam("identifiers", type_=ARRAY(Text))
_asked: Final = bindparam("asked", type_=JSONB)


def _objects(name: str, *like: Column[Any]) -> CTE:
    """The rows of a JSON array of objects, with fields like these columns."""
    fields = [column(one.name, one.type) for one in like]
    rows = func.jsonb_to_recordset(bindparam(name, type_=JSONB)).table_valued(*fields, name=f"{name}_row")
    return select(rows.render_derived(with_types=True)).cte(name)


_link = links.c
_linked: Final = _objects(
    "linked",
    *(_link.provider, _link.ref_id, provider_tracks.c.track, _link.outcome),
    *(_link.link, _link.checked_at, _link.generation),
)
_no = negative_answers.c
_refused: Final = _objects(
    "refused",
    *(_no.provider, _no.market, _no.identifiers, _no.outcome),
    *(_no.link, _no.misses, _no.checked_at, _no.next_check_at, _no.generation),
)
_same_track: Final = exists().where(_link.provider == _linked.c.provider, _link.ref_id == _linked.c.ref_id)
_new: Final = (
    select(literal_column("true").label("is_new"))
    .where(~exists().where(_link.subject == _subject), ~exists(select(_linked.c.provider).where(_same_track)))
    .cte("new")
)
_is_new: Final = exists(select(_new.c.is_new))
_made: Final = (
    insert(recordings)
    .from_select(["seen_at"], select(func.now()).where(_is_new, exists(select(_linked.c.provider))))
    .returning(recordings.c.id)
    .cte("made")
)


_tracks: Final = insert(provider_tracks).from_select(
    ["provider", "id", "track"],
    select(_linked.c.provider, _linked.c.ref_id, _linked.c.track).join_from(_linked, _made, true()),
)
_put_tracks: Final = _tracks.on_conflict_do_update(
    constraint=provider_tracks.primary_key, set_={"track": _tracks.excluded.track, "seen_at": func.now()}
)
_links: Final = {
    "recording_id": _made.c.id,
    "market": _market,
    "subject": _subject,
    "asked": _asked,
    "identifiers": _identifiers,
    **{one.name: one for one in _linked.c if one.name != "track"},
}
_put_links: Final = insert(links).from_select(list(_links), select(*_links.values()).join_from(_linked, _made, true()))
_put_keys: Final = insert(lookup_keys).from_select(
    ["key", "recording_id"], select(func.unnest(bindparam("keys", type_=ARRAY(BigInteger))), _made.c.id)
)
_forget_noes: Final = delete(negative_answers).where(
    _no.subject == _subject, _no.market == _market, _no.provider == _linked.c.provider, _is_new
)
_noes: Final = insert(negative_answers).from_select(
    ["subject", *(one.name for one in _refused.c)], select(_subject, *_refused.c).where(_is_new)
)
_put_noes: Final = _noes.on_conflict_do_update(
    constraint=negative_answers.primary_key,
    set_={one.name: _noes.excluded[one.name] for one in _no if not one.primary_key},
)

_LOCK: Final = Compiled(LOCK)
_NOTE: Final = Compiled(NOTE_CHANGE)
_WRITE: Final = Compiled(
    select(_new.c.is_new).add_cte(
        _put_tracks.cte("put_tracks"),
        _put_links.cte("put_links"),
        _put_keys.cte("put_keys"),
        _forget_noes.cte("forgotten"),
        _put_noes.cte("put_noes"),
    )
)


async def save_new(transaction: Transaction, saving: Saving) -> str | None:
    """Keep links and noes: what listeners will be told of it. None, and nothing is written, where not all is new."""
    await transaction.rows(_LOCK, locks=saving.locks)
    written = await transaction.rows(
        _WRITE,
        subject=saving.subject,
        market=saving.market,
        identifiers=saving.identifiers,
        asked=TRACK.write_text(saving.learnt.asked),
        keys=hashed_keys(saving.learnt.keys),
        linked=LINKED.write_text(saving.linked),
        refused=REFUSED.write_text(saving.refused),
    )
    if not written:
        return None
    ((note, _),) = await transaction.rows(_NOTE, **noted(saving.marks))
    return str(note)
