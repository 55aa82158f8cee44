"""Core: what every room stands on. It knows nothing about patients.

Settings, database, keys, tickets, time, errors, pages, mail, jobs, limits and the live bus. Nothing here imports a room.
"""
