"""JSON built by Postgres in the shape that `json_form` reads."""

from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, text

from repositories.review_tables import reviews


def json_object(**fields: ColumnElement[Any]) -> ColumnElement[Any]:
    """An object of these columns under these names."""
    named = [part for name, column in fields.items() for part in (literal_column(f"'{name}'"), column)]
    return func.json_build_object(*named)


def json_list(element: ColumnElement[Any], *order: ColumnElement[Any]) -> ColumnElement[Any]:
    """The rows' elements in this order; an empty list without rows."""
    return func.coalesce(func.json_agg(element).aggregate_order_by(*order), text("'[]'"))


REVIEW_JSON = json_object(
    track=reviews.c.track,
    ref=json_object(provider=reviews.c.ref_provider, id=reviews.c.ref_id, url=reviews.c.ref_url),
    decision=reviews.c.decision,
    note=reviews.c.note,
    reviewer=reviews.c.reviewer,
    reviewed_at=reviews.c.reviewed_at,
)
"""A row of `review` as a Review."""
