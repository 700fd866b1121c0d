"""goals, indicators and what is measured; milestones, duties; reports, rounds, deadlines"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import Exact, Utc

revision = "0007"
down_revision = "0006"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "deadlines",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("office_id", NUMBER, nullable=True),
        sa.Column("city_id", NUMBER, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("months", NUMBER, nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.Column("withdrawn_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("deadlines_city_id_to_cities")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("deadlines_office_id_to_offices")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("deadlines_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("deadlines_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("deadlines_city_id_index"), "deadlines", ["city_id"])
    op.create_index(op.f("deadlines_office_id_index"), "deadlines", ["office_id"])
    op.create_table(
        "goals",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.Column("withdrawn_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("goals_city_id_to_cities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("goals_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("goals_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("goals_city_id_index"), "goals", ["city_id"])
    op.create_table(
        "indicators",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("better", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.Column("withdrawn_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("indicators_city_id_to_cities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("indicators_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("indicators_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("indicators_city_id_index"), "indicators", ["city_id"])
    op.create_table(
        "publications",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.Column("withdrawn_at", Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("publications_city_id_to_cities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("publications_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("publications_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("publications_city_id_index"), "publications", ["city_id"])
    op.create_table(
        "readiness_answers",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("fulfilled", sa.Boolean(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("readiness_answers_city_id_to_cities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("readiness_answers_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("readiness_answers_key")),
        sa.UniqueConstraint("city_id", "year", "duty", name=op.f("readiness_answers_city_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reports",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("city_id", NUMBER, nullable=True),
        sa.Column("office_id", NUMBER, nullable=True),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("frozen_at", Utc(timezone=True), nullable=False),
        sa.Column("submitted", sa.Date(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("reports_city_id_to_cities")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("reports_office_id_to_offices")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("reports_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("reports_key")),
        sa.UniqueConstraint("city_id", "version", name=op.f("reports_city_id_unique")),
        sa.UniqueConstraint("office_id", "version", name=op.f("reports_office_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("reports_city_id_index"), "reports", ["city_id"])
    op.create_index(op.f("reports_office_id_index"), "reports", ["office_id"])
    op.create_table(
        "un_entries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("registered", sa.Date(), nullable=False),
        sa.Column("submitted", sa.Date(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("un_entries_city_id_to_cities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("un_entries_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("un_entries_key")),
        sa.UniqueConstraint("city_id", name=op.f("un_entries_city_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "deadline_notices",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("days_before", NUMBER, nullable=False),
        sa.Column("seat_id", NUMBER, nullable=False),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("deadline_notices_seat_id_to_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("deadline_notices_key")),
        sa.UniqueConstraint("deadline", "day", "days_before", "seat_id", name=op.f("deadline_notices_deadline_unique")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notice_stops",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("notice_stops_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("notice_stops_key")),
        sa.UniqueConstraint("person_id", "about", name=op.f("notice_stops_person_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "emissions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("action_id", NUMBER, nullable=False),
        sa.Column("tonnes", Exact(), nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("part_of_id", NUMBER, nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("emissions_action_id_to_actions")),
        sa.ForeignKeyConstraint(["part_of_id"], ["actions.id"], name=op.f("emissions_part_of_id_to_actions")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("emissions_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("emissions_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("emissions_action_id_index"), "emissions", ["action_id"])
    op.create_table(
        "measures",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("indicator_id", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", Exact(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("measures_indicator_id_to_indicators")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("measures_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("measures_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("measures_indicator_id_index"), "measures", ["indicator_id"])
    op.create_table(
        "ratings",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("indicator_id", NUMBER, nullable=False),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("ratings_indicator_id_to_indicators")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("ratings_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("ratings_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ratings_indicator_id_index"), "ratings", ["indicator_id"])
    op.create_table(
        "rounds",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("opened_at", Utc(timezone=True), nullable=False),
        sa.Column("closed_at", Utc(timezone=True), nullable=True),
        sa.Column("report_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("rounds_city_id_to_cities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("rounds_person_id_to_people")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("rounds_report_id_to_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("rounds_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("rounds_city_id_index"), "rounds", ["city_id"])
    op.create_table(
        "thanks",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("report_id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("thanks_city_id_to_cities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("thanks_person_id_to_people")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("thanks_report_id_to_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("thanks_key")),
        sa.UniqueConstraint("report_id", "city_id", "person_id", name=op.f("thanks_report_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "chapters",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("round_id", NUMBER, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.Column("to_do", sa.Text(), nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("changed_at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("chapters_round_id_to_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("chapters_key")),
        sa.UniqueConstraint("round_id", "target", name=op.f("chapters_round_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "milestones_reached",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("city_id", NUMBER, nullable=False),
        sa.Column("ladder", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("attachment_id", NUMBER, nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("milestones_reached_attachment_id_to_attachments")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("milestones_reached_city_id_to_cities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("milestones_reached_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("milestones_reached_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("milestones_reached_city_id_index"), "milestones_reached", ["city_id"])
    op.create_table(
        "approvals",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("chapter_id", NUMBER, nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapters.id"], name=op.f("approvals_chapter_id_to_chapters")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("approvals_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("approvals_key")),
        sa.UniqueConstraint("chapter_id", "party", "revision", name=op.f("approvals_chapter_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "comments",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("chapter_id", NUMBER, nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("at", Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapters.id"], name=op.f("comments_chapter_id_to_chapters")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("comments_person_id_to_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("comments_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("comments_chapter_id_index"), "comments", ["chapter_id"])


def downgrade() -> None:
    op.drop_index(op.f("comments_chapter_id_index"), table_name="comments")
    op.drop_table("comments")
    op.drop_table("approvals")
    op.drop_index(op.f("milestones_reached_city_id_index"), table_name="milestones_reached")
    op.drop_table("milestones_reached")
    op.drop_table("chapters")
    op.drop_table("thanks")
    op.drop_index(op.f("rounds_city_id_index"), table_name="rounds")
    op.drop_table("rounds")
    op.drop_index(op.f("ratings_indicator_id_index"), table_name="ratings")
    op.drop_table("ratings")
    op.drop_index(op.f("measures_indicator_id_index"), table_name="measures")
    op.drop_table("measures")
    op.drop_index(op.f("emissions_action_id_index"), table_name="emissions")
    op.drop_table("emissions")
    op.drop_table("notice_stops")
    op.drop_table("deadline_notices")
    op.drop_table("un_entries")
    op.drop_index(op.f("reports_office_id_index"), table_name="reports")
    op.drop_index(op.f("reports_city_id_index"), table_name="reports")
    op.drop_table("reports")
    op.drop_table("readiness_answers")
    op.drop_index(op.f("publications_city_id_index"), table_name="publications")
    op.drop_table("publications")
    op.drop_index(op.f("indicators_city_id_index"), table_name="indicators")
    op.drop_table("indicators")
    op.drop_index(op.f("goals_city_id_index"), table_name="goals")
    op.drop_table("goals")
    op.drop_index(op.f("deadlines_office_id_index"), table_name="deadlines")
    op.drop_index(op.f("deadlines_city_id_index"), table_name="deadlines")
    op.drop_table("deadlines")
