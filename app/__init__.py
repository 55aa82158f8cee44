"""Entraide: a self-hosted, closed community platform for people who live with an illness."""
