"""Screening: text in, findings out.

Pure rules, in French and English, that read what a member is about to publish: personal data that
would unmask them (`pii`), words of distress that call for help beside the text (`distress`), and
marks of advertising (`spam`). A finding is a hint for the writer or a moderator, never a verdict:
nothing here blocks, stores or sends anything.
"""
