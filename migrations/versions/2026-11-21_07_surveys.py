"""Surveys, their versions, answers on their way and answers given."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql
from walls import append_only, community_wall, grant

revision = "surveys"
down_revision = "chat"
branch_labels = None
depends_on = None

# Where a survey lives, before anybody knows whether this reader may enter: the only thing told outside the wall.
SURVEY_PLACE = """
    CREATE FUNCTION survey_place(wanted_id uuid, wanted_slug text) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
    $$ SELECT community_id FROM survey WHERE id = wanted_id OR slug = wanted_slug LIMIT 1 $$
"""


def upgrade() -> None:
    """Tables and walls of the room."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "survey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("notes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("results_on", sa.Date(), nullable=False),
        sa.CheckConstraint("mode IN ('pseudonymous', 'anonymous')", name=op.f("ck_survey_mode")),
        sa.CheckConstraint("status IN ('open', 'closed', 'sealed')", name=op.f("ck_survey_status")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_survey_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("slug", name=op.f("uq_survey_slug")),
    )
    op.create_index(op.f("ix_survey_community_id"), "survey", ["community_id"], unique=False)
    op.create_index(op.f("ix_survey_study_id"), "survey", ["study_id"], unique=False)
    op.create_table(
        "anonymous_response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
            name=op.f("fk_anonymous_response_survey_id_survey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anonymous_response")),
    )
    op.create_index(
        op.f("ix_anonymous_response_survey_id"), "anonymous_response", ["survey_id"], unique=False
    )
    op.create_table(
        "survey_participation",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("contributor", sa.LargeBinary(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
            name=op.f("fk_survey_participation_survey_id_survey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("survey_id", "contributor", name=op.f("pk_survey_participation")),
    )
    op.create_table(
        "survey_progress",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("contributor", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_progress_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "contributor", name=op.f("pk_survey_progress")),
    )
    op.create_index(op.f("ix_survey_progress_saved_on"), "survey_progress", ["saved_on"], unique=False)
    op.create_table(
        "survey_response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("contributor", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_response_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_response")),
        sa.UniqueConstraint(
            "survey_id", "contributor", name=op.f("uq_survey_response_survey_id_contributor")
        ),
    )
    op.create_table(
        "survey_result",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("tables", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_result_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_survey_result")),
    )
    op.create_table(
        "survey_version",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("scoring", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_version_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "number", name=op.f("pk_survey_version")),
    )
    op.create_table(
        "waiting_response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
            name=op.f("fk_waiting_response_survey_id_survey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_response")),
    )
    op.create_index(op.f("ix_waiting_response_survey_id"), "waiting_response", ["survey_id"], unique=False)
    community_wall("survey", rights="SELECT, INSERT, UPDATE")
    op.execute("CREATE POLICY place ON survey FOR SELECT TO CURRENT_USER USING (true)")
    append_only("survey_version")
    grant("web", "survey_result", rights="SELECT, INSERT")
    grant(
        "web",
        "survey_progress",
        "survey_participation",
        "survey_response",
        "waiting_response",
        "anonymous_response",
    )
    op.execute(SURVEY_PLACE)
    op.execute("REVOKE ALL ON FUNCTION survey_place(uuid, text) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION survey_place(uuid, text) TO entraide_web")


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP FUNCTION survey_place")
    op.drop_index(op.f("ix_waiting_response_survey_id"), table_name="waiting_response")
    op.drop_table("waiting_response")
    op.drop_table("survey_version")
    op.drop_table("survey_result")
    op.drop_table("survey_response")
    op.drop_index(op.f("ix_survey_progress_saved_on"), table_name="survey_progress")
    op.drop_table("survey_progress")
    op.drop_table("survey_participation")
    op.drop_index(op.f("ix_anonymous_response_survey_id"), table_name="anonymous_response")
    op.drop_table("anonymous_response")
    op.drop_index(op.f("ix_survey_study_id"), table_name="survey")
    op.drop_index(op.f("ix_survey_community_id"), table_name="survey")
    op.drop_table("survey")
    op.execute("DROP FUNCTION survey_version_stays")
