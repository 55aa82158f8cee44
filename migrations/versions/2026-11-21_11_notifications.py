"""Rows addressed to personas, digests."""

import sqlalchemy as sa
from alembic import op
from walls import community_wall, grant

revision = "notifications"
down_revision = "releases"
branch_labels = None
depends_on = None

OWN_TAGS = "ANY ((SELECT NULLIF(current_setting('entraide.tags', true), '')::text[])::text[])"
OWN = f"persona_id IN (SELECT id FROM persona WHERE encode(owner_tag, 'hex') = {OWN_TAGS})"
KINDS = "'reply', 'mention', 'thanks', 'decision', 'appeal', 'join', 'recall', 'survey', 'duty'"

# The badge of every page: one cheap statement, without dressing the transaction in a person's tags.
UNREAD = """
CREATE FUNCTION unread_notifications(tags bytea[]) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM persona p JOIN notification n ON n.persona_id = p.id AND NOT n.read WHERE p.owner_tag = ANY (tags)
$$"""


def upgrade() -> None:
    """Tables and walls of the room."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "notification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("persona_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("link", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("read", sa.Boolean(), nullable=False),
        sa.Column("mailed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_notification_kind")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_notification_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["persona_id"],
            ["persona.id"],
            name=op.f("fk_notification_persona_id_persona"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    op.create_index("ix_notification_persona_id_day", "notification", ["persona_id", "day"])
    op.create_index(
        "uq_notification_unread",
        "notification",
        ["persona_id", "kind", "link"],
        unique=True,
        postgresql_where=sa.text("NOT read"),
    )
    op.create_table(
        "notification_setting",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("last_digest", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "digest IN ('off', 'daily', 'weekly')", name=op.f("ck_notification_setting_digest")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["vault.account.id"],
            name=op.f("fk_notification_setting_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_notification_setting")),
        schema="vault",
    )
    community_wall("notification", also=OWN)
    grant("vault", "vault.notification_setting")
    op.execute(UNREAD)
    op.execute("REVOKE ALL ON FUNCTION unread_notifications(bytea[]) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION unread_notifications(bytea[]) TO entraide_web")


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP FUNCTION unread_notifications(bytea[])")
    op.drop_table("notification_setting", schema="vault")
    op.drop_index("uq_notification_unread", table_name="notification")
    op.drop_index("ix_notification_persona_id_day", table_name="notification")
    op.drop_table("notification")
