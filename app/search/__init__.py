"""Search: threads and posts of one's own groups, in French and English, accents and endings aside.

Promises: the rights stand inside the query, so nothing is found, counted or hinted at that the reader could not open; there
are no totals. Doors: `/search` and `/api/v1/search`. Sealed texts (private messages, health notes) are never searched.
"""
