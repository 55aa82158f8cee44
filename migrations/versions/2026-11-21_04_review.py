"""The moderators' queue: items, reports, decisions, sanctions, appeals, notes, public notices."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from walls import community_wall, grant

revision = "review"
down_revision = "consents"
branch_labels = None
depends_on = None

# Whoever was banned or refused still reads the decisions about them, and appeals.
OWN = (
    "author_id IN (SELECT id FROM persona WHERE encode(owner_tag, 'hex') ="
    " ANY ((SELECT NULLIF(current_setting('entraide.tags', true), '')::text[])::text[]))"
)


def upgrade() -> None:
    """Tables and walls of the room."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "public_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("location", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_public_notice_community_id_community"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice")),
    )
    op.create_table(
        "moderator_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("persona_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_moderator_note_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["persona_id"],
            ["persona.id"],
            name=op.f("fk_moderator_note_persona_id_persona"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["persona.id"],
            name=op.f("fk_moderator_note_written_by_persona"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderator_note")),
    )
    op.create_index(op.f("ix_moderator_note_community_id"), "moderator_note", ["community_id"], unique=False)
    op.create_index(op.f("ix_moderator_note_persona_id"), "moderator_note", ["persona_id"], unique=False)
    op.create_table(
        "review_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=20000), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("harm", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('held', 'report', 'join', 'pii', 'distress', 'appeal', 'notice')",
            name=op.f("ck_review_item_kind"),
        ),
        sa.CheckConstraint("status IN ('open', 'decided', 'closed')", name=op.f("ck_review_item_status")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["persona.id"], name=op.f("fk_review_item_author_id_persona"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by"],
            ["persona.id"],
            name=op.f("fk_review_item_claimed_by_persona"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_review_item_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
    )
    op.create_index(op.f("ix_review_item_author_id"), "review_item", ["author_id"], unique=False)
    op.create_index(
        "ix_review_item_queue",
        "review_item",
        ["community_id", sa.literal_column("(-harm)"), "opened_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(op.f("ix_review_item_subject_id"), "review_item", ["subject_id"], unique=False)
    op.create_index(
        "uq_review_item_open",
        "review_item",
        ["subject_kind", "subject_id", "kind"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("subject_kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("automated", sa.Boolean(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=20000), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("by_lead", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "act IN ('approve', 'dismiss', 'hide', 'remove', 'restore', 'accept', 'refuse', 'warn', 'mute', 'ban', 'ban_for_good', 'lift', 'uphold', 'overturn')",
            name=op.f("ck_decision_act"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["persona.id"], name=op.f("fk_decision_author_id_persona"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_decision_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["persona.id"], name=op.f("fk_decision_decided_by_persona"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_item.id"], name=op.f("fk_decision_item_id_review_item"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_author_id"), "decision", ["author_id"], unique=False)
    op.create_index(op.f("ix_decision_item_id"), "decision", ["item_id"], unique=False)
    op.create_index(
        "ix_decision_log",
        "decision",
        ["community_id", sa.literal_column("decided_at DESC"), "id"],
        unique=False,
    )
    op.create_index(op.f("ix_decision_subject_id"), "decision", ["subject_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=True),
        sa.Column("subject_kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_report_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_item.id"], name=op.f("fk_report_item_id_review_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["persona.id"], name=op.f("fk_report_reporter_id_persona"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint(
            "reporter_id",
            "subject_kind",
            "subject_id",
            name=op.f("uq_report_reporter_id_subject_kind_subject_id"),
        ),
    )
    op.create_index(op.f("ix_report_community_id"), "report", ["community_id"], unique=False)
    op.create_index(op.f("ix_report_item_id"), "report", ["item_id"], unique=False)
    op.create_table(
        "appeal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open', 'upheld', 'overturned')", name=op.f("ck_appeal_status")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["persona.id"], name=op.f("fk_appeal_author_id_persona"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_appeal_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["persona.id"], name=op.f("fk_appeal_decided_by_persona"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_appeal_decision_id_decision"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeal_decision_id")),
    )
    op.create_index(op.f("ix_appeal_author_id"), "appeal", ["author_id"], unique=False)
    op.create_index(op.f("ix_appeal_community_id"), "appeal", ["community_id"], unique=False)
    op.create_table(
        "sanction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("standing_tag", sa.LargeBinary(), nullable=False),
        sa.Column("persona_id", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "act IN ('approve', 'dismiss', 'hide', 'remove', 'restore', 'accept', 'refuse', 'warn', 'mute', 'ban', 'ban_for_good', 'lift', 'uphold', 'overturn')",
            name=op.f("ck_sanction_act"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_sanction_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision.id"],
            name=op.f("fk_sanction_decision_id_decision"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["persona.id"], name=op.f("fk_sanction_persona_id_persona"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_sanction_decision_id")),
    )
    op.create_index(op.f("ix_sanction_community_id"), "sanction", ["community_id"], unique=False)
    op.create_index(op.f("ix_sanction_persona_id"), "sanction", ["persona_id"], unique=False)
    op.create_index(op.f("ix_sanction_standing_tag"), "sanction", ["standing_tag"], unique=False)
    community_wall("review_item", "report", "sanction", "moderator_note")
    community_wall("decision", "appeal", also=OWN)
    grant("web", "public_notice")


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(op.f("ix_sanction_standing_tag"), table_name="sanction")
    op.drop_index(op.f("ix_sanction_persona_id"), table_name="sanction")
    op.drop_index(op.f("ix_sanction_community_id"), table_name="sanction")
    op.drop_table("sanction")
    op.drop_index(op.f("ix_appeal_community_id"), table_name="appeal")
    op.drop_index(op.f("ix_appeal_author_id"), table_name="appeal")
    op.drop_table("appeal")
    op.drop_index(op.f("ix_report_item_id"), table_name="report")
    op.drop_index(op.f("ix_report_community_id"), table_name="report")
    op.drop_table("report")
    op.drop_index(op.f("ix_decision_subject_id"), table_name="decision")
    op.drop_index("ix_decision_log", table_name="decision")
    op.drop_index(op.f("ix_decision_item_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_author_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(
        "uq_review_item_open", table_name="review_item", postgresql_where=sa.text("status = 'open'")
    )
    op.drop_index(op.f("ix_review_item_subject_id"), table_name="review_item")
    op.drop_index(
        "ix_review_item_queue", table_name="review_item", postgresql_where=sa.text("status = 'open'")
    )
    op.drop_index(op.f("ix_review_item_author_id"), table_name="review_item")
    op.drop_table("review_item")
    op.drop_index(op.f("ix_moderator_note_persona_id"), table_name="moderator_note")
    op.drop_index(op.f("ix_moderator_note_community_id"), table_name="moderator_note")
    op.drop_table("moderator_note")
    op.drop_table("public_notice")
