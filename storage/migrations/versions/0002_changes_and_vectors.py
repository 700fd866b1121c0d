"""what the search index follows: the changes of actions, and vectors of what they mean"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("actions") as table:
        table.add_column(sa.Column("change", NUMBER, server_default="0", nullable=False))
        table.create_index(table.f("actions_change_index"), ["change"])
    for name, vectors in (("action_vectors", "whole"), ("sentence_vectors", "sentences")):
        op.create_table(
            name,
            sa.Column("action_id", NUMBER, nullable=False),
            sa.Column("encoder", sa.Text(), nullable=False),
            sa.Column("version", NUMBER, nullable=False),
            sa.Column(vectors, sa.LargeBinary(), nullable=False),
            sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f(f"{name}_action_id_to_actions")),
            sa.PrimaryKeyConstraint("action_id", name=op.f(f"{name}_key")),
        )


def downgrade() -> None:
    op.drop_table("sentence_vectors")
    op.drop_table("action_vectors")
    with op.batch_alter_table("actions") as table:
        table.drop_index(table.f("actions_change_index"))
        table.drop_column("change")
