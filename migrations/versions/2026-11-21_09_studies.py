"""Studies, variables, approvals, agreements."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql
from walls import community_wall, grant

revision = "studies"
down_revision = "dashboard"
branch_labels = None
depends_on = None

# Studies that opened once are public; proposals are seen in their community and by the research desk (tag "desk" in hex).
SEEN = "status <> 'proposed' OR '6465736b' = ANY ((SELECT NULLIF(current_setting('entraide.tags', true), '')::text[])::text[])"
CHILDREN = ("study_variable", "study_person", "study_approval")


def upgrade() -> None:
    """Tables and walls of the room."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "study",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("aim", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("protocol", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("ethics", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("retention_months", sa.Integer(), nullable=False),
        sa.Column("purpose", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("minimum_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'approved', 'open', 'closed')", name=op.f("ck_study_status")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_study_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
    )
    op.create_index(op.f("ix_study_community_id"), "study", ["community_id"], unique=False)
    op.create_index(op.f("ix_study_owner_id"), "study", ["owner_id"], unique=False)
    op.create_index(op.f("ix_study_survey_id"), "study", ["survey_id"], unique=False)
    op.create_index(
        "uq_study_survey_living",
        "study",
        ["survey_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.create_table(
        "study_approval",
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("office", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("approver", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("comment", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_study_approval_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", "office", "version", name=op.f("pk_study_approval")),
    )
    op.create_table(
        "study_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("affiliation", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("agreed_version", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_study_person_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_person")),
    )
    op.create_index(op.f("ix_study_person_study_id"), "study_person", ["study_id"], unique=False)
    op.create_table(
        "study_variable",
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("numeric", sa.Boolean(), nullable=False),
        sa.Column("top_code", sa.Integer(), nullable=True),
        sa.Column("levels", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("ordered", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("stigmatising", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_study_variable_study_id_study"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study_id", "link_id", name=op.f("pk_study_variable")),
        sa.UniqueConstraint("study_id", "name", name=op.f("uq_study_variable_study_id_name")),
    )
    _build_walls()


def _build_walls() -> None:
    community_wall("study", also=SEEN)
    for table in CHILDREN:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        rule = "study_id IN (SELECT id FROM study)"
        op.execute(f"CREATE POLICY study ON {table} USING ({rule}) WITH CHECK ({rule})")
        grant("web", table)


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")

    op.drop_table("study_variable")
    op.drop_index(op.f("ix_study_person_study_id"), table_name="study_person")
    op.drop_table("study_person")
    op.drop_table("study_approval")
    op.drop_index(
        "uq_study_survey_living", table_name="study", postgresql_where=sa.text("status <> 'closed'")
    )
    op.drop_index(op.f("ix_study_survey_id"), table_name="study")
    op.drop_index(op.f("ix_study_owner_id"), table_name="study")
    op.drop_index(op.f("ix_study_community_id"), table_name="study")
    op.drop_table("study")
