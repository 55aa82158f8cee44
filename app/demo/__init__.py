"""The demo: invented people who live in eleven communities, so that a newcomer finds a platform that is alive.

Everything here is invented and seeded: two fills of the same shape hold the same texts, at the same distance from today.
`load.fill` writes in bulk through the same sealing, tagging and rendering as the rooms' own deeds; texts are composed
from the grammars under `texts/` (French and English). Nothing here runs outside the demo.
"""
