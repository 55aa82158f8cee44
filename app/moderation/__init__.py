"""Moderation: works the queue. Reports, claims, decisions with a rule and a reason, sanctions, appeals, notes, log, figures.

Promises: no act without a rule and a reason; one act is one decision, one effect and one audit entry, in one transaction; the
author gets their own text back with the statement of reasons (DSA, article 17); an appeal goes to somebody else. Nobody
acts on their own words, on what they reported, or on equal or higher rank. Moderators see personas only.
"""
