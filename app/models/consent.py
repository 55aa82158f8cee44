"""Purposes, their versioned texts, and the append-only ledger of consent."""
