"""Home: the first page for visitors, what a member opens first, the public pages, and who one is over the API.

Promises: the public pages hold no member content; the home shows a person only what is theirs. Doors: /, /home, /help,
/help/urgent, /accessibility, /privacy, /charter, /api/v1/me, /api/v1/me/personas.
"""
