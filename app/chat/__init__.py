"""Chat: one live room for each community.

Promises: a message that was acknowledged is stored; the numbers of a room have no hole; sending again with the same key
stores nothing new; who may not read a room hears nothing of it, and who loses the right is cut off within a second.
Messages live 30 days. Doors: `pages` (/c/{slug}/chat), `api` (/rooms/...), `socket` (/ws).
Inside a process: `hub` keeps the open `line`s and the `feed` of each followed room; `outbox` stores what was sent, many
messages in one transaction; `sending`, `reading`, `moderate` and `rooms` are the deeds.
"""
