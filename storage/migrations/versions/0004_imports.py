"""imports: a file's own name for an action counts within its city; what says the same is found"""

import sqlalchemy as sa
from alembic import op

from storage.duplicates import fingerprint
from storage.models.base import Utc

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AS_IT_WAS = {"sqlite_autoincrement": True}  # where the table is rebuilt
actions = sa.table(
    "actions", sa.column("id", NUMBER), sa.column("text", sa.Text()), sa.column("fingerprint", sa.Text())
)


def upgrade() -> None:
    with op.batch_alter_table("actions", table_kwargs=AS_IT_WAS) as batch_op:
        batch_op.add_column(sa.Column("source_digest", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("fingerprint", sa.Text(), nullable=True))
        batch_op.drop_constraint(batch_op.f("actions_source_id_unique"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("actions_city_id_unique"), ["city_id", "source_id"])
        batch_op.create_index("actions_alike", ["city_id", "fingerprint"], unique=False)
    _fill(op.get_bind())
    op.create_table(
        "imports",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("attachment_id", NUMBER, nullable=True),
        sa.Column("card_id", NUMBER, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rows", NUMBER, nullable=False),
        sa.Column("done", NUMBER, nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("imports_person_id_to_people")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("imports_attachment_id_to_attachments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("imports_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("imports") as batch_op:
        batch_op.create_index(batch_op.f("imports_person_id_index"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("imports_state_index"), ["state"], unique=False)


def _fill(connection: sa.Connection) -> None:
    """Let what was published before be found again, too."""
    told = connection.execute(sa.select(actions.c.id, actions.c.text)).all()
    change = sa.update(actions).where(actions.c.id == sa.bindparam("key")).values(fingerprint=sa.bindparam("print"))
    if told:
        connection.execute(change, [{"key": key, "print": fingerprint(text)} for key, text in told])


def downgrade() -> None:
    op.drop_table("imports")
    with op.batch_alter_table("actions", table_kwargs=AS_IT_WAS) as batch_op:
        batch_op.drop_index("actions_alike")
        batch_op.drop_constraint(batch_op.f("actions_city_id_unique"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("actions_source_id_unique"), ["source_id"])
        batch_op.drop_column("fingerprint")
        batch_op.drop_column("source_digest")
