"""Rows addressed to personas, and how often somebody wants mail."""
