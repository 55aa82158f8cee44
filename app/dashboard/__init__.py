"""The private health dashboard: daily series, charts with their sentence, and the doctor's page."""
