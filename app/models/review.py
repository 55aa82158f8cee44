"""The moderators' queue, decisions with their reasons, appeals, sanctions and notes."""
