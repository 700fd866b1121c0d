"""Alembic's way in: the connection is given by ``storage.schema``."""

from alembic import context

from storage.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    user_module_prefix="",
)
with context.begin_transaction():
    context.run_migrations()
