"""Private measurements, sealed with a key per person."""
