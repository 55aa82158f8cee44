"""Review: the low door of the moderators' queue, at which every room may knock.

It opens items with a snapshot of their text, guards text boxes against personal data, and watches for distress. Working
the queue is the business of `app/moderation/`, above.
"""
