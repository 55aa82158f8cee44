"""One table: an act is allowed when all facts of one alternative hold. Told: who learns 403 instead of 404 when it is not.

"Two persons" and limits of time are checked by the deed itself, which sees both; here stands who may begin.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.access import predicates as fact
from app.access.permissions import Permission as P
from app.access.predicates import Scene
from app.core.errors import NotFound, Refusal, Refused, SignInNeeded, StepUpNeeded

Fact = Callable[[Scene], bool]
Facts = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Alternatives of facts, and those who are told that the object exists though they may not act."""

    allow: tuple[Facts, ...]
    told: tuple[Facts, ...] = ()
    secret: bool = False

    def __post_init__(self) -> None:
        if not self.allow or not all(self.allow):
            raise ValueError("an empty list of facts would allow everybody")


INSIDE: Facts = (fact.inside,)
MEMBER: Facts = (fact.inside, fact.welcome)
SPEAKER: Facts = (fact.inside, fact.may_speak, fact.welcome)
MODERATOR: Facts = (fact.moderator,)
ACCOUNT: Facts = (fact.has_account, fact.no_office)
# What was decided about oneself stays readable for whoever was banned or not let in.
OWN_CASE: tuple[Facts, ...] = ((fact.inside, fact.own), (fact.banned, fact.own), (fact.refused, fact.own))

RULES: dict[P, Rule] = {
    P.community_list: Rule(((fact.everyone,),)),
    P.community_know_hidden: Rule((INSIDE, (fact.admin,)), secret=True),
    P.community_join: Rule(
        ((fact.has_account, fact.stranger),), told=((fact.pending,), INSIDE, (fact.banned,))
    ),
    P.join_withdraw: Rule(((fact.pending,),)),
    P.join_decide: Rule(((fact.moderator, fact.of_another),), told=(INSIDE,)),
    P.persona_list: Rule((MEMBER,)),
    P.community_leave: Rule(((fact.pending,), INSIDE, (fact.banned,))),
    P.post_read: Rule((MEMBER,)),
    P.community_search: Rule((MEMBER,)),
    P.post_write: Rule((SPEAKER,), told=(MEMBER,)),
    P.post_edit: Rule(((*SPEAKER, fact.own),), told=(MEMBER,)),
    P.post_withdraw: Rule(((*MEMBER, fact.own),), told=(MEMBER,)),
    P.post_react: Rule((SPEAKER,), told=(MEMBER,)),
    P.media_upload: Rule((SPEAKER,), told=(MEMBER,)),
    P.content_report: Rule((MEMBER,)),
    P.notice_send: Rule(((fact.everyone,),)),
    P.queue_read: Rule((MODERATOR,)),
    P.post_remove: Rule(((fact.moderator, fact.of_another),), told=(INSIDE,)),
    P.post_restore: Rule(((fact.moderator, fact.of_another),), told=(INSIDE,)),
    P.removed_read: Rule(((fact.inside, fact.own), MODERATOR)),
    P.reporter_see: Rule(((fact.lead,),), told=(MODERATOR,)),
    P.statement_read: Rule((*OWN_CASE, MODERATOR, (fact.steward,))),
    P.appeal_make: Rule(((fact.pending, fact.own), *OWN_CASE)),
    P.appeal_decide: Rule(((fact.moderator, fact.of_another),), told=(MODERATOR,)),
    P.sanction_light: Rule(((fact.moderator, fact.of_another),), told=(INSIDE,)),
    P.ban_short: Rule(((fact.moderator, fact.of_another),), told=(INSIDE,)),
    P.ban_for_good: Rule(((fact.lead, fact.of_another, fact.stepped_up),), told=(INSIDE,)),
    P.suspend: Rule(((fact.lead,), (fact.admin, fact.stepped_up)), told=(MODERATOR,)),
    P.notes_keep: Rule((MODERATOR, (fact.steward, fact.own))),
    P.log_read: Rule((INSIDE, (fact.steward,), (fact.admin,))),
    P.socket_open: Rule((ACCOUNT,)),
    P.room_read: Rule((MEMBER,)),
    P.message_send: Rule((SPEAKER,), told=(MEMBER,)),
    P.presence_show: Rule((SPEAKER,), told=(MEMBER,)),
    P.message_delete: Rule(((*MEMBER, fact.own), MODERATOR), told=(MEMBER,)),
    P.conversation_open: Rule(((fact.inside, fact.may_speak, fact.not_professional),), told=(INSIDE,)),
    P.conversation_read: Rule(((fact.inside, fact.own),)),
    P.persona_block: Rule(((fact.inside,),)),
    P.dashboard_keep: Rule((ACCOUNT,)),
    P.dashboard_read_shared: Rule(((fact.inside, fact.own),)),
    P.dashboard_share: Rule((ACCOUNT,)),
    P.survey_see: Rule(((fact.inside, fact.not_professional), (fact.researcher, fact.own), (fact.steward,))),
    P.survey_answer: Rule(((fact.inside, fact.not_professional),)),
    P.answers_keep: Rule((ACCOUNT,)),
    P.study_draft: Rule(((fact.researcher, fact.own), (fact.steward,))),
    P.study_publish: Rule(((fact.lead,), (fact.steward, fact.stepped_up)), told=((fact.researcher,),)),
    P.answers_read_one: Rule(((fact.inside, fact.own), (fact.banned, fact.own))),
    P.aggregates_read: Rule((INSIDE, (fact.researcher, fact.own), (fact.steward,))),
    P.release_request: Rule(((fact.researcher, fact.own, fact.stepped_up),), told=((fact.steward,),)),
    P.release_approve: Rule(((fact.lead,), (fact.steward, fact.stepped_up)), told=((fact.researcher,),)),
    P.release_download: Rule(((fact.researcher, fact.own, fact.stepped_up),), told=((fact.steward,),)),
    P.release_revoke: Rule(((fact.researcher, fact.own), (fact.steward, fact.stepped_up))),
    P.register_read: Rule(((fact.everyone,),)),
    P.identity_keep: Rule(((fact.known, fact.stepped_up),)),
    P.personas_own: Rule((ACCOUNT,)),
    P.sessions_keep: Rule(((fact.known,),)),
    P.data_rights: Rule(((fact.known, fact.stepped_up),)),
    P.identity_unseal: Rule(((fact.steward, fact.stepped_up), (fact.admin, fact.stepped_up))),
    P.personas_link: Rule(((fact.steward, fact.stepped_up),)),
    P.expert_grant: Rule((MODERATOR,), told=(INSIDE,)),
    P.professional_verify: Rule(((fact.steward, fact.stepped_up),)),
    P.moderator_appoint: Rule(
        ((fact.lead, fact.stepped_up), (fact.admin, fact.stepped_up)), told=(MODERATOR,)
    ),
    P.lead_appoint: Rule(((fact.steward, fact.stepped_up), (fact.admin, fact.stepped_up))),
    P.researcher_grant: Rule(((fact.steward, fact.stepped_up),)),
    P.office_grant: Rule(((fact.admin, fact.stepped_up),)),
    P.community_configure: Rule(((fact.lead,), (fact.admin, fact.stepped_up)), told=(MODERATOR,)),
    P.audit_read: Rule(((fact.steward, fact.stepped_up), (fact.admin, fact.stepped_up))),
    P.instance_configure: Rule(((fact.admin, fact.stepped_up),)),
    P.instance_inspect: Rule(((fact.admin, fact.stepped_up),), secret=True),
}


def refusal(permission: P, scene: Scene) -> Refusal | None:
    """Why the scene does not allow the act, as the error to raise; None when it does. Pure."""
    rule = RULES.get(permission)
    if rule is None:  # nobody may, not even an admin (the audit log is never changed)
        return NotFound() if scene.actor else SignInNeeded()
    if any(all(holds(scene) for holds in facts) for facts in rule.allow):
        return None
    if scene.actor is None:
        return NotFound() if rule.secret else SignInNeeded()
    for facts in rule.allow:
        if fact.stepped_up in facts and all(holds(scene) for holds in facts if holds is not fact.stepped_up):
            return StepUpNeeded()
    if any(all(holds(scene) for holds in facts) for facts in rule.told):
        return Refused()
    return NotFound()
