"""How alembic reaches the database: over the connection that `repositories.schema` hands it."""

from alembic import context

from repositories.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
