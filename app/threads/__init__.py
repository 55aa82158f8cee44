"""Threads: what members say to each other, slowly and in the open of their community.

Promises: nobody outside reads a byte; a text is sanitised once, when it is written; a newcomer's first texts wait for a
moderator; an author always finds their own words again. Doors: `/c/{slug}`, `/c/{slug}/new`, `/c/{slug}/t/{id}`,
`/leave`, and `/api/v1/communities/{slug}/threads`, `/threads/{id}`, `/threads/{id}/posts`, `/posts/{id}`.
"""
