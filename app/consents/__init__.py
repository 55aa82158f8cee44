"""Consents: purposes and their versioned texts, the append-only ledger, receipts that verify with the server off.

Promises: no purpose is ticked for anybody; the server alone sets a version; giving and withdrawing take one click each; a
withdrawal counts at once; a changed or removed row of the ledger is found. Doors: /consents, /api/v1/me/consents,
/.well-known/entraide-consent-key.json, `entraide consent`.
"""
