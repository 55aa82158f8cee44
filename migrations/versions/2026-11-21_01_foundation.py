"""Foundation: roles, the vault, communities and personas, the audit log, kept answers."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql
from walls import HATS, append_only, community_wall, grant, make_hats, own_schema

revision = "foundation"
down_revision = None
branch_labels = None
depends_on = None

OWN_PERSONA = "encode(owner_tag, 'hex') = ANY ((SELECT NULLIF(current_setting('entraide.tags', true), '')::text[])::text[])"

# The web hat cannot read the vault; it may only ask to whom a session it holds belongs.
RESOLVE_SESSION = """
CREATE FUNCTION resolve_session(token bytea) RETURNS TABLE (
  session_id uuid, account_id uuid, second_factor boolean, stepped_up_at timestamptz, seen_at timestamptz,
  expires_at timestamptz, status text, locale text, theme text, text_size text, generations_sealed bytea,
  has_second_factor boolean, roles text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = vault, pg_temp AS $$
  SELECT s.id, a.id, s.second_factor, s.stepped_up_at, s.seen_at, s.expires_at, a.status, a.locale, a.theme, a.text_size,
         a.generations_sealed, a.totp_confirmed,
         ARRAY(SELECT r.role::text FROM account_role r WHERE r.account_id = a.id)
  FROM session s JOIN account a ON a.id = s.account_id WHERE s.token_hash = token
$$"""

# One round trip: finds the actor's persona in a community and, when it lives there, opens that community's wall.
ENTER_COMMUNITY = """
CREATE FUNCTION enter_community(community uuid, tag bytea) RETURNS SETOF persona
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE member persona;  -- not "found": that is PL/pgSQL's own word
BEGIN
  PERFORM set_config('entraide.tags', '{' || encode(tag, 'hex') || '}', true);
  SELECT * INTO member FROM persona p WHERE p.owner_tag = tag AND p.community_id = community;
  IF FOUND THEN
    IF member.status = 'active' THEN
      PERFORM set_config('entraide.communities', '{' || community::text || '}', true);
    END IF;
    RETURN NEXT member;
  END IF;
END $$"""


def upgrade() -> None:
    """Expand first; a column goes one release after the last reader did."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    make_hats()
    own_schema("vault", "vault")
    op.create_table(
        "audit_entry",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "community",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("icd10", postgresql.ARRAY(sa.String(length=10)), nullable=False),
        sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("descriptions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("charters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("charter_version", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["community.id"], name=op.f("fk_community_parent_id_community")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("slug", name=op.f("uq_community_slug")),
    )
    op.create_table(
        "idempotency",
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_idempotency")),
    )
    op.create_index(op.f("ix_idempotency_day"), "idempotency", ["day"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("email_tag", sa.LargeBinary(), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("birth_year_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_confirmed", sa.Boolean(), nullable=False),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("generations_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("locale", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("theme", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("text_size", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("created_month", sa.Date(), nullable=False),
        sa.Column("last_seen_month", sa.Date(), nullable=True),
        sa.Column("erase_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('unverified', 'active', 'suspended', 'leaving')", name=op.f("ck_account_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_tag", name=op.f("uq_account_email_tag")),
        schema="vault",
    )
    op.create_table(
        "used_ticket",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_used_ticket")),
        schema="vault",
    )
    op.create_index(
        op.f("ix_used_ticket_expires_at"), "used_ticket", ["expires_at"], unique=False, schema="vault"
    )
    op.create_table(
        "persona",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("owner_tag", sa.LargeBinary(), nullable=False),
        sa.Column("standing_tag", sa.LargeBinary(), nullable=False),
        sa.Column("owner_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("handle", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("handle_folded", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("approved_posts", sa.Integer(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("muted_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("banned_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('patient', 'carer', 'association')", name=op.f("ck_persona_kind")),
        sa.CheckConstraint(
            "role IN ('member', 'expert', 'professional', 'moderator', 'lead')", name=op.f("ck_persona_role")
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'active', 'refused', 'left', 'banned')", name=op.f("ck_persona_status")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_persona_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persona")),
        sa.UniqueConstraint(
            "community_id", "handle_folded", name=op.f("uq_persona_community_id_handle_folded")
        ),
        sa.UniqueConstraint("owner_tag", name=op.f("uq_persona_owner_tag")),
    )
    op.create_index(op.f("ix_persona_community_id"), "persona", ["community_id"], unique=False)
    op.create_index(op.f("ix_persona_standing_tag"), "persona", ["standing_tag"], unique=False)
    op.create_table(
        "reserved_handle",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("handle_folded", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_reserved_handle_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("community_id", "handle_folded", name=op.f("pk_reserved_handle")),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_topic_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("community_id", "slug", name=op.f("uq_topic_community_id_slug")),
    )
    op.create_table(
        "account_role",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.CheckConstraint("role IN ('researcher', 'steward', 'admin')", name=op.f("ck_account_role_role")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["vault.account.id"],
            name=op.f("fk_account_role_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
        schema="vault",
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_tag", sa.LargeBinary(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["vault.account.id"],
            name=op.f("fk_recovery_code_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        schema="vault",
    )
    op.create_index(
        op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False, schema="vault"
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("device", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.Column("stepped_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["vault.account.id"],
            name=op.f("fk_session_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
        schema="vault",
    )
    op.create_index(op.f("ix_session_account_id"), "session", ["account_id"], unique=False, schema="vault")
    op.create_table(
        "join_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("persona_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_join_request_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["persona.id"], name=op.f("fk_join_request_decided_by_persona")
        ),
        sa.ForeignKeyConstraint(
            ["persona_id"],
            ["persona.id"],
            name=op.f("fk_join_request_persona_id_persona"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
        sa.UniqueConstraint("persona_id", name=op.f("uq_join_request_persona_id")),
    )
    op.create_index(op.f("ix_join_request_community_id"), "join_request", ["community_id"], unique=False)
    _build_walls()


def _build_walls() -> None:
    op.execute("GRANT USAGE ON SCHEMA public TO entraide_web, entraide_vault, entraide_research")
    grant(
        "vault",
        "vault.account",
        "vault.account_role",
        "vault.session",
        "vault.recovery_code",
        "vault.used_ticket",
    )
    grant("web", "community", "topic", "reserved_handle", "idempotency")
    community_wall("persona", also=OWN_PERSONA)
    community_wall("join_request", also=f"persona_id IN (SELECT id FROM persona WHERE {OWN_PERSONA})")
    append_only("audit_entry")
    grant("vault", "audit_entry", rights="SELECT, INSERT")
    op.execute(RESOLVE_SESSION)
    op.execute(ENTER_COMMUNITY)
    for function in ("resolve_session(bytea)", "enter_community(uuid, bytea)"):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO entraide_web")


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP FUNCTION resolve_session, enter_community")
    op.drop_index(op.f("ix_join_request_community_id"), table_name="join_request")
    op.drop_table("join_request")
    op.drop_index(op.f("ix_session_account_id"), table_name="session", schema="vault")
    op.drop_table("session", schema="vault")
    op.drop_index(op.f("ix_recovery_code_account_id"), table_name="recovery_code", schema="vault")
    op.drop_table("recovery_code", schema="vault")
    op.drop_table("account_role", schema="vault")
    op.drop_table("topic")
    op.drop_table("reserved_handle")
    op.drop_index(op.f("ix_persona_standing_tag"), table_name="persona")
    op.drop_index(op.f("ix_persona_community_id"), table_name="persona")
    op.drop_table("persona")
    op.drop_index(op.f("ix_used_ticket_expires_at"), table_name="used_ticket", schema="vault")
    op.drop_table("used_ticket", schema="vault")
    op.drop_table("account", schema="vault")
    op.drop_index(op.f("ix_idempotency_day"), table_name="idempotency")
    op.drop_table("idempotency")
    op.drop_table("community")
    op.drop_table("audit_entry")
    op.execute("DROP SCHEMA vault")
    for hat in HATS:
        op.execute(f"REVOKE ALL ON SCHEMA public FROM entraide_{hat}")
    op.execute("DROP FUNCTION audit_entry_stays")
