"""Rooms, messages with a sequence per room, and private conversations."""
