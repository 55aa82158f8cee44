"""Threads, posts, their versions, reactions, drafts and read marks."""
