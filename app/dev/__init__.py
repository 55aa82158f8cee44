"""Doors of the demo only: the mailbox, where mails to the invented people end. Never mounted elsewhere."""
