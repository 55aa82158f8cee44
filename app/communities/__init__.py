"""Communities: pathologies, joining, personas, leaving.

Promises: what is hidden does not exist for outsiders, not even in a count; a join is decided by a person, with a reason; the
handle is drawn by us and never resembles the address; whoever leaves takes their name along and nobody else may wear it.
Doors: /communities, /communities/{slug}, /c/{slug}/members, /c/{slug}/rules, /api/v1/communities/*, `entraide community`.
"""
