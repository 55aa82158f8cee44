"""Accounts: the vault. E-mail, password, second factor, sessions, confirmation before sensitive acts.

Promises: known and unknown addresses get the same answers in the same time; sessions are opaque, hashed and revocable at
once; nothing here knows a community. Doors: /sign-up, /verify, /sign-in, /sign-out, /step-up, /settings, /api/v1/auth/*.
Nobody else imports this room except through its deeds.
"""
