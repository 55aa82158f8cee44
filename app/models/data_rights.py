"""Exports and erasures that a person asked for, and their receipts."""
