"""Questionnaires, their versions, waves, answers and scores."""
