"""Administration: the state of the instance, communities and their leads, offices, the audit log.

Promises: an admin is no superset of anybody (no content, no identity, no health data is reachable from here); what needs two
people is proposed by one and confirmed by another; for everybody else these pages do not exist (404).
Doors: /admin, /admin/communities, /admin/proposals, /admin/offices, /admin/audit, /admin/limits, /c/{slug}/team.
"""
