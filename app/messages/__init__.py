"""Messages: two personas of one community write to each other once both agreed.

Promises: a request comes first; every text is sealed under a key that is wrapped once for each of the two; staff see only
what one of them reports; a block is silent and works everywhere in the community. Nothing here can be searched.
Doors: `pages` (/messages), `api` (/me/conversations, /conversations, /personas/{id}/block).
"""
