"""The anonymisation engine: tables in, tables out. It knows no database, no page and no user.

Door: `engine.anonymise(table, policy) -> Result`. Every guarantee is counted a second time by `verify`.
"""
