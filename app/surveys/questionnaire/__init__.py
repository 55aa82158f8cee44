"""The questionnaire itself: its model, its import, its branching, its answers and its scores; no table, no page."""
