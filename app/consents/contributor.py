"""Contributors: how a person is called in consents and answers. An opaque keyed id, never an account or a persona.

Under a survey's key (in the keystore) the id belongs to that survey alone; when the key is destroyed nobody can find the
person behind it again, nor the id of a person. Outside studies there is one id for each purpose.
"""

from uuid import UUID

from app.core import keys, keystore

SURVEY = "survey"


def contributor_id(survey_id: UUID, account_id: UUID) -> bytes:
    """The id of a person in one survey and its study; 32 bytes. keystore.KeyDestroyed once the survey is sealed."""
    return keys.tag_with(keystore.key_for(SURVEY, str(survey_id)), "contributor", account_id.bytes)


def purpose_id(purpose: str, account_id: UUID) -> bytes:
    """The id of a person in a purpose that belongs to no survey; 32 bytes."""
    return keys.tag("contributor", purpose, account_id.bytes)


def answers_key(survey_id: UUID) -> bytes:
    """The key that seals the answers of a survey, derived from the survey's key. KeyDestroyed once it is sealed."""
    return keys.tag_with(keystore.key_for(SURVEY, str(survey_id)), "answers")
