"""words that offices add to the glossary, or take away"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import Utc

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "terms",
        sa.Column("id", whole, nullable=False),
        sa.Column("office_id", whole, nullable=False),
        sa.Column("concept", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("person_id", whole, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("terms_office_id_to_offices")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("terms_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("terms_key")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("terms")
