"""Frozen releases, their recipients, downloads and recalls."""
