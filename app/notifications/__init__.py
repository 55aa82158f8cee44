"""Notifications: rows addressed to personas, the alerts page, mail about them.

Promises: rows know a persona, never an account; mail says that there is news and nothing else; everybody chooses how often, and
quiet hours are kept. Other rooms call `notify.notify`. Doors: /notifications, /api/v1/notifications.
"""
