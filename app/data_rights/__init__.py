"""Data rights: a copy of everything kept about a person, and its erasure with a receipt.

The one room that reaches every other: each room that knows persons offers `<room>/rights.py` (see `access/person.py`), and
is found here by that name. Promises: the copy is complete (a test plants a canary in every table), the erasure waits fourteen
days, personas vanish at random moments, keys are destroyed so that backups forget, and a receipt lists every store.
Doors: /my-data, /erasure-receipt, /api/v1/me/data-export, /api/v1/me/erasure.
"""
