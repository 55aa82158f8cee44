"""Studies: proposals, variables with their roles, two-person approval, agreements, the public register.

Promises: a question without a role keeps the whole study closed; a data steward and a lead moderator agree, neither of them
the owner; every named person accepts the agreement before a file leaves. Doors: /research/register,
/research/studies/..., /api/v1/studies, `entraide study`.
"""
