"""questions and answers, practices taken over, reviews, evidence, highlights; chats; what a person and a city chose"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import Utc

revision = "0008"
down_revision = "0007"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "chats",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("office_id", NUMBER, nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("added_at", Utc(timezone=True), nullable=False),
        sa.Column("left_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("chats_office_id_to_offices")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("chats_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("chats_key")),
        sa.UniqueConstraint("chat_id", name=op.f("chats_chat_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("chats_office_id_index"), "chats", ["office_id"])
    op.create_table(
        "reasons",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("office_id", NUMBER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("reasons_office_id_to_offices")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("reasons_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("reasons_key")),
        sa.UniqueConstraint("office_id", "code", "language", name=op.f("reasons_office_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "adoptions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("action_id", NUMBER, nullable=False),
        sa.Column("source_id", NUMBER, nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.Column("look_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("adoptions_action_id_to_actions")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("adoptions_person_id_to_people")),
        sa.ForeignKeyConstraint(["source_id"], ["actions.id"], name=op.f("adoptions_source_id_to_actions")),
        sa.PrimaryKeyConstraint("id", name=op.f("adoptions_key")),
        sa.UniqueConstraint("action_id", name=op.f("adoptions_action_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("adoptions_look_at_index"), "adoptions", ["look_at"])
    op.create_index(op.f("adoptions_source_id_index"), "adoptions", ["source_id"])
    op.create_table(
        "errands",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("action_id", NUMBER, nullable=True),
        sa.Column("indicator_id", NUMBER, nullable=True),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("made_at", Utc(timezone=True), nullable=False),
        sa.Column("expires_at", Utc(timezone=True), nullable=False),
        sa.Column("used_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("errands_action_id_to_actions")),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("errands_city_id_to_cities")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("errands_indicator_id_to_indicators")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("errands_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("errands_key")),
        sa.UniqueConstraint("code_hash", name=op.f("errands_code_hash_unique")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("errands_city_id_index"), "errands", ["city_id"])
    op.create_table(
        "evidence",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("action_id", NUMBER, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("evidence_action_id_to_actions")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("evidence_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("evidence_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("evidence_action_id_index"), "evidence", ["action_id"])
    op.create_table(
        "highlights",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("office_id", NUMBER, nullable=False),
        sa.Column("action_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", Utc(timezone=True), nullable=False),
        sa.Column("answered_by", NUMBER, nullable=True),
        sa.Column("answered_at", Utc(timezone=True), nullable=True),
        sa.Column("sent_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("highlights_action_id_to_actions")),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("highlights_answered_by_to_people")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("highlights_office_id_to_offices")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("highlights_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("highlights_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("highlights_action_id_index"), "highlights", ["action_id"])
    op.create_index(op.f("highlights_office_id_index"), "highlights", ["office_id"])
    op.create_index(
        "highlights_open",
        "highlights",
        ["action_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'asked', 'agreed')"),
        postgresql_where=sa.text("state IN ('waiting', 'asked', 'agreed')"),
    )
    op.create_table(
        "questions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("action_id", NUMBER, nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("tag", sa.Text(), nullable=True),
        sa.Column("asked_at", Utc(timezone=True), nullable=False),
        sa.Column("withdrawn_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("questions_action_id_to_actions")),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("questions_city_id_to_cities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("questions_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("questions_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("questions_city_id_index"), "questions", ["city_id"])
    op.create_table(
        "reviews",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("action_id", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("before", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("asked_at", Utc(timezone=True), nullable=False),
        sa.Column("decided_by", NUMBER, nullable=True),
        sa.Column("decided_at", Utc(timezone=True), nullable=True),
        sa.Column("office_id", NUMBER, nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("call_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("reviews_action_id_to_actions")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("reviews_decided_by_to_people")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("reviews_office_id_to_offices")),
        sa.PrimaryKeyConstraint("id", name=op.f("reviews_key")),
        sa.UniqueConstraint("action_id", "version", name=op.f("reviews_action_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_index("reviews_by_age", "reviews", ["state", "asked_at"])
    op.create_table(
        "statements",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("period_id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("statements_city_id_to_cities")),
        sa.ForeignKeyConstraint(["period_id"], ["periods.id"], name=op.f("statements_period_id_to_periods")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("statements_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("statements_key")),
        sa.UniqueConstraint("period_id", "city_id", "subject", name=op.f("statements_period_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "useful",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("action_id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("useful_action_id_to_actions")),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("useful_city_id_to_cities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("useful_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("useful_key")),
        sa.UniqueConstraint("action_id", "city_id", name=op.f("useful_action_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("useful_city_id_index"), "useful", ["city_id"])
    op.create_index(op.f("useful_person_id_index"), "useful", ["person_id"])
    op.create_table(
        "highlight_letters",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("highlight_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["highlight_id"], ["highlights.id"], name=op.f("highlight_letters_highlight_id_to_highlights")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("highlight_letters_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("highlight_letters_key")),
        sa.UniqueConstraint("highlight_id", "person_id", name=op.f("highlight_letters_highlight_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("highlight_letters_person_id_index"), "highlight_letters", ["person_id"])
    op.create_table(
        "highlight_posts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("highlight_id", NUMBER, nullable=False),
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("call_id", NUMBER, nullable=False),
        sa.Column("message_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.Column("taken_back_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("highlight_posts_chat_id_to_chats")),
        sa.ForeignKeyConstraint(
            ["highlight_id"], ["highlights.id"], name=op.f("highlight_posts_highlight_id_to_highlights")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("highlight_posts_key")),
        sa.UniqueConstraint("highlight_id", "chat_id", name=op.f("highlight_posts_highlight_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("highlight_posts_chat_id_index"), "highlight_posts", ["chat_id"])
    op.create_table(
        "inquiries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("question_id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("action_id", NUMBER, nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("look_at", Utc(timezone=True), nullable=True),
        sa.Column("sent_at", Utc(timezone=True), nullable=True),
        sa.Column("call_id", NUMBER, nullable=True),
        sa.Column("asker_agrees", sa.Boolean(), nullable=True),
        sa.Column("answerer_agrees", sa.Boolean(), nullable=True),
        sa.Column("shared_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("inquiries_action_id_to_actions")),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("inquiries_city_id_to_cities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("inquiries_person_id_to_people")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("inquiries_question_id_to_questions")),
        sa.PrimaryKeyConstraint("id", name=op.f("inquiries_key")),
        sa.UniqueConstraint("question_id", "city_id", name=op.f("inquiries_question_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_index("inquiries_by_city", "inquiries", ["city_id", "state"])
    op.create_index(op.f("inquiries_look_at_index"), "inquiries", ["look_at"])
    op.create_table(
        "review_notes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("review_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("for_office", sa.Boolean(), nullable=False),
        sa.Column("office_id", NUMBER, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("review_notes_office_id_to_offices")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("review_notes_person_id_to_people")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("review_notes_review_id_to_reviews")),
        sa.PrimaryKeyConstraint("id", name=op.f("review_notes_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("review_notes_review_id_index"), "review_notes", ["review_id"])
    op.create_table(
        "replies",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("inquiry_id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.Column("look_at", Utc(timezone=True), nullable=True),
        sa.Column("call_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("replies_city_id_to_cities")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiries.id"], name=op.f("replies_inquiry_id_to_inquiries")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("replies_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("replies_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("replies_inquiry_id_index"), "replies", ["inquiry_id"])
    op.create_index(op.f("replies_look_at_index"), "replies", ["look_at"])
    op.add_column("actions", sa.Column("evidence", sa.Text(), server_default="own", nullable=False))
    op.add_column("actions", sa.Column("evidence_at", Utc(timezone=True), nullable=True))
    op.add_column("actions", sa.Column("evidence_reason", sa.Text(), nullable=True))
    op.add_column("cities", sa.Column("trusted", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("cities", sa.Column("practice", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("follows", sa.Column("action_id", NUMBER, nullable=True))
    op.add_column("goals", sa.Column("serves", sa.Text(), nullable=True))
    op.add_column("indicators", sa.Column("part_of", NUMBER, nullable=True))
    op.add_column("indicators", sa.Column("group_name", sa.Text(), nullable=True))
    op.add_column("invitations", sa.Column("hands_over", NUMBER, nullable=True))
    op.add_column("invitations", sa.Column("erases", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("people", sa.Column("shows_name", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("people", sa.Column("news_every", NUMBER, server_default="7", nullable=False))
    op.add_column("people", sa.Column("looked_at", Utc(timezone=True), nullable=True))
    op.add_column("people", sa.Column("practice_city_id", NUMBER, nullable=True))

    with op.batch_alter_table("publications", table_kwargs={"sqlite_autoincrement": True}) as publications:
        publications.add_column(sa.Column("attachment_id", NUMBER, nullable=True))
        publications.drop_column("content")


ADDED = {
    "people": (
        "practice_city_id",
        "looked_at",
        "news_every",
        "shows_name",
    ),
    "invitations": (
        "erases",
        "hands_over",
    ),
    "indicators": (
        "group_name",
        "part_of",
    ),
    "goals": ("serves",),
    "follows": ("action_id",),
    "cities": (
        "practice",
        "trusted",
    ),
    "actions": (
        "evidence_reason",
        "evidence_at",
        "evidence",
    ),
}
MADE = (
    "replies",
    "review_notes",
    "inquiries",
    "highlight_posts",
    "highlight_letters",
    "useful",
    "statements",
    "reviews",
    "questions",
    "highlights",
    "evidence",
    "errands",
    "adoptions",
    "reasons",
    "chats",
)


def downgrade() -> None:
    for table in MADE:
        op.drop_table(table)
    with op.batch_alter_table("publications", table_kwargs={"sqlite_autoincrement": True}) as publications:
        publications.drop_column("attachment_id")
        publications.add_column(sa.Column("content", sa.LargeBinary(), nullable=True))
    for table, columns in ADDED.items():
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as changed:
            for column in columns:
                changed.drop_column(column)
