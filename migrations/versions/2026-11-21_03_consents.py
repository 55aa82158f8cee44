"""Purposes, texts, the ledger of consent and receipts. Brings the first words of the purposes that every instance has."""

from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql
from walls import append_only, grant

revision = "consents"
down_revision = "services"
branch_labels = None
depends_on = None

VALID_FROM = datetime(2026, 11, 21, tzinfo=UTC)
PURPOSES = {
    "service": {"fr": "Utiliser Entraide", "en": "Using Entraide"},
    "longitudinal_link": {"fr": "Relier mes réponses dans le temps", "en": "Linking my answers over time"},
    "recontact": {"fr": "Être recontacté pour une étude", "en": "Being contacted again about a study"},
    "newsletter": {"fr": "La lettre d’Entraide", "en": "The Entraide newsletter"},
}
TEXTS = {
    "service": {
        "fr": "Vos réponses à un questionnaire sans étude servent à vous seulement : elles vous montrent votre score. "
        "Elles sont chiffrées. Aucun chercheur ne les reçoit. Vous pouvez les effacer à tout moment.",
        "en": "Your answers to a questionnaire without a study are for you alone: they show you your score. "
        "They are sealed. No researcher receives them. You can delete them at any time.",
    },
    "longitudinal_link": {
        "fr": "Une étude peut poser les mêmes questions plusieurs fois. Avec votre accord, vos réponses successives restent "
        "reliées entre elles, sans votre nom. Sans cet accord, chaque réponse reste seule. Vous pouvez changer d’avis.",
        "en": "A study may ask the same questions several times. If you agree, your successive answers stay linked to each "
        "other, without your name. Without it, each answer stands alone. You can change your mind.",
    },
    "recontact": {
        "fr": "Avec votre accord, une alerte sur Entraide peut vous proposer une nouvelle étude. Les chercheurs ne reçoivent "
        "ni votre adresse ni votre pseudonyme. Vous pouvez changer d’avis.",
        "en": "If you agree, an alert on Entraide may offer you a new study. Researchers receive neither your address nor "
        "your handle. You can change your mind.",
    },
    "newsletter": {
        "fr": "Avec votre accord, nous vous envoyons une lettre quelques fois par an. Elle ne parle d’aucune maladie. "
        "Chaque lettre permet de se désinscrire.",
        "en": "If you agree, we send you a letter a few times a year. It names no illness. Each letter lets you unsubscribe.",
    },
}


def upgrade() -> None:
    """Tables and walls of the room, and version 1 of the texts."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "consent_event",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("contributor", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("text_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act IN ('grant', 'withdraw')", name=op.f("ck_consent_event_act")),
        sa.CheckConstraint(
            "reason IN ('self', 'representative', 'account_closed')", name=op.f("ck_consent_event_reason")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_consent_event")),
        sa.UniqueConstraint("id", name=op.f("uq_consent_event_id")),
    )
    op.create_index(op.f("ix_consent_event_contributor"), "consent_event", ["contributor"], unique=False)
    op.create_index(
        "ix_consent_event_purpose_contributor",
        "consent_event",
        ["purpose", "contributor", "sequence"],
        unique=False,
    )
    op.create_table(
        "consent_text",
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("substantial", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("purpose", "version", "language", name=op.f("pk_consent_text")),
    )
    op.create_table(
        "consent_purpose",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("titles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=True),
        sa.Column("home_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["home_id"],
            ["community.id"],
            name=op.f("fk_consent_purpose_home_id_community"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_consent_purpose")),
    )
    op.create_index(op.f("ix_consent_purpose_survey_id"), "consent_purpose", ["survey_id"], unique=False)
    grant("web", "consent_purpose", rights="SELECT, INSERT, UPDATE")
    append_only("consent_text")
    append_only("consent_event")
    _publish_first_texts()


def _publish_first_texts() -> None:
    connection = op.get_bind()
    for code, titles in PURPOSES.items():
        connection.execute(
            sa.text("INSERT INTO consent_purpose (code, titles) VALUES (:code, :titles)").bindparams(
                sa.bindparam("titles", type_=postgresql.JSONB)
            ),
            {"code": code, "titles": titles},
        )
        for language, body in TEXTS[code].items():
            connection.execute(
                sa.text(
                    "INSERT INTO consent_text (purpose, version, language, body, sha256, substantial, valid_from)"
                    " VALUES (:purpose, 1, :language, :body, :sha256, true, :valid_from)"
                ),
                {
                    "purpose": code,
                    "language": language,
                    "body": body,
                    "sha256": sha256(body.encode()).hexdigest(),
                    "valid_from": VALID_FROM,
                },
            )


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(op.f("ix_consent_purpose_survey_id"), table_name="consent_purpose")
    op.drop_table("consent_purpose")
    op.drop_table("consent_text")
    op.drop_index("ix_consent_event_purpose_contributor", table_name="consent_event")
    op.drop_index(op.f("ix_consent_event_contributor"), table_name="consent_event")
    op.drop_table("consent_event")
    op.execute("DROP FUNCTION consent_text_stays, consent_event_stays")
