"""Questionnaires, published surveys, answers under a survey-scoped id."""
