"""what people follow, and when to look for news of it"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import Utc

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "follows",
        sa.Column("id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("since", Utc(timezone=True), nullable=False),
        sa.Column("seen_id", whole, nullable=False),
        sa.Column("told_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("follows_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("follows_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("follows_person_id_index", "follows", ["person_id"])
    op.add_column("people", sa.Column("news_at", Utc(timezone=True), nullable=True))
    op.create_index("people_news_at_index", "people", ["news_at"])


def downgrade() -> None:
    op.drop_index("people_news_at_index", "people")
    with op.batch_alter_table("people", table_kwargs={"sqlite_autoincrement": True}) as people:
        people.drop_column("news_at")
    op.drop_table("follows")
