"""The authorisation matrix as data: the contract of this folder, walked cell by cell by one exhaustive test.

Columns: V visitor, N account outside this community, P pending, M member, Mu muted, B banned, PE patient expert,
HP verified health professional, CM community moderator, LM lead moderator, R researcher, DS data steward, A admin.
Cells: Y allow, O own object only, G by grant of the owner, S with step-up, 2 needs a second person, J break-glass,
4 denied as 404, 3 denied as 403, 1 denied as 401; words name what is shown (summary, metadata, revoke).
"""

COLUMNS = ("V", "N", "P", "M", "Mu", "B", "PE", "HP", "CM", "LM", "R", "DS", "A")

# number: (action, one cell per column)
MATRIX: dict[int, tuple[str, tuple[str, ...]]] = {
    1: (
        "See public catalogue of communities",
        ("Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y"),
    ),
    2: ("See a hidden community exists", ("4", "4", "4", "Y", "Y", "4", "Y", "Y", "Y", "Y", "4", "4", "Y")),
    3: ("Request to join", ("1", "Y", "3", "3", "3", "3", "3", "3", "3", "3", "4", "4", "4")),
    4: ("Withdraw join request", ("1", "4", "O", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4")),
    5: ("Accept/refuse join (not own)", ("1", "4", "4", "3", "3", "4", "3", "3", "Y", "Y", "4", "4", "4")),
    6: ("List personas of the community", ("1", "4", "4", "Y", "Y", "4", "Y", "Y", "Y", "Y", "4", "4", "4")),
    7: ("Leave", ("1", "4", "O", "O", "O", "O", "O", "O", "O", "O", "4", "4", "4")),
    8: ("Read threads, posts, media", ("1", "4", "4", "Y", "Y", "4", "Y", "Y", "Y", "Y", "4", "4", "4")),
    9: (
        "Search, mentions, digests, badges",
        ("1", "4", "4", "Y", "Y", "4", "Y", "Y", "Y", "Y", "4", "4", "4"),
    ),
    10: ("Create thread/post", ("1", "4", "4", "Y", "3", "4", "Y", "Y", "Y", "Y", "4", "4", "4")),
    11: (
        "Edit own post (30 min, history kept)",
        ("1", "4", "4", "O", "3", "4", "O", "O", "O", "O", "4", "4", "4"),
    ),
    12: ("Delete own post", ("1", "4", "4", "O", "O", "O", "O", "O", "O", "O", "4", "4", "4")),
    13: ("React / thank / vote", ("1", "4", "4", "Y", "3", "4", "Y", "Y", "Y", "Y", "4", "4", "4")),
    14: ("Upload media", ("1", "4", "4", "Y", "3", "4", "Y", "Y", "Y", "Y", "4", "4", "4")),
    15: ("Report content seen in app", ("1", "4", "4", "Y", "Y", "4", "Y", "Y", "Y", "Y", "4", "4", "4")),
    16: (
        "DSA notice by public form (answer never confirms existence)",
        ("Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y"),
    ),
    17: (
        "See review queue of the community",
        ("1", "4", "4", "4", "4", "4", "4", "4", "Y", "Y", "4", "4", "4"),
    ),
    18: (
        "Hide/remove other's post, with reason",
        ("1", "4", "4", "3", "3", "4", "3", "3", "Y", "Y", "4", "4", "4"),
    ),
    19: ("Restore a removed post", ("1", "4", "4", "3", "3", "4", "3", "3", "Y", "Y", "4", "4", "4")),
    20: ("Read removed text", ("1", "4", "4", "O", "O", "O", "O", "O", "Y", "Y", "4", "4", "4")),
    21: ("See who reported", ("1", "4", "4", "4", "4", "4", "4", "4", "3", "Y", "4", "4", "4")),
    22: ("Read statement of reasons", ("1", "4", "4", "O", "O", "O", "O", "O", "Y", "Y", "4", "Y", "4")),
    23: ("Appeal (≥ 6 months)", ("1", "4", "O", "O", "O", "O", "O", "O", "O", "O", "4", "4", "4")),
    24: (
        "Decide appeal (≠ first decider)",
        ("1", "4", "4", "4", "4", "4", "4", "4", "Y", "Y", "4", "4", "4"),
    ),
    25: (
        "Warn, mute (≤ 7 d), slow mode, lock",
        ("1", "4", "4", "3", "3", "4", "3", "3", "Y", "Y", "4", "4", "4"),
    ),
    26: ("Temporary ban ≤ 72 h", ("1", "4", "4", "3", "3", "4", "3", "3", "Y", "Y", "4", "4", "4")),
    27: ("Permanent community ban, unban", ("1", "4", "4", "3", "3", "4", "3", "3", "3", "S", "4", "4", "4")),
    28: (
        "Platform suspension (on LM proposal)",
        ("1", "4", "4", "4", "4", "4", "4", "4", "3", "2", "4", "4", "2S"),
    ),
    29: ("Moderator notes on a persona", ("1", "4", "4", "4", "4", "4", "4", "4", "Y", "Y", "4", "O", "4")),
    30: (
        "Moderation log of the community",
        (
            "1",
            "4",
            "4",
            "summary",
            "summary",
            "4",
            "summary",
            "summary",
            "Y",
            "Y",
            "4",
            "metadata",
            "metadata",
        ),
    ),
    31: ("Open socket", ("1", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "4", "4", "4")),
    32: (
        "Subscribe to room, read history (from join − 30 d)",
        ("1", "4", "4", "Y", "Y", "4", "Y", "Y", "Y", "Y", "4", "4", "4"),
    ),
    33: ("Send / edit chat message", ("1", "4", "4", "Y", "3", "4", "Y", "Y", "Y", "Y", "4", "4", "4")),
    34: ("Typing, presence (opt-in)", ("1", "4", "4", "Y", "3", "4", "Y", "Y", "Y", "Y", "4", "4", "4")),
    35: (
        "Delete own / other's chat message",
        ("1", "4", "4", "O", "O", "4", "O", "O", "Y", "Y", "4", "4", "4"),
    ),
    36: (
        "Open DM (shared community, accept first)",
        ("1", "4", "4", "Y", "3", "4", "Y", "3", "Y", "Y", "4", "4", "4"),
    ),
    37: ("Read a DM", ("1", "4", "4", "O", "O", "O", "O", "O", "O", "O", "4", "4", "4")),
    38: ("Block / unblock a persona", ("1", "4", "4", "O", "O", "4", "O", "O", "O", "O", "4", "4", "4")),
    39: (
        "Own dashboard: read, write, delete",
        ("1", "O", "O", "O", "O", "O", "O", "O", "O", "O", "4", "4", "4"),
    ),
    40: ("Another's dashboard", ("1", "4", "4", "G", "G", "4", "G", "G", "G", "G", "4", "4", "4")),
    41: (
        "Create / revoke a dashboard share",
        ("1", "O", "O", "O", "O", "revoke", "O", "O", "O", "O", "4", "4", "4"),
    ),
    42: (
        "See a survey open to the community",
        ("1", "4", "4", "Y", "Y", "4", "Y", "4", "Y", "Y", "O", "Y", "4"),
    ),
    43: ("Answer (after consent)", ("1", "4", "4", "O", "O", "4", "O", "4", "O", "O", "4", "4", "4")),
    44: (
        "Read / change / withdraw own answers",
        ("1", "O", "O", "O", "O", "O", "O", "O", "O", "O", "4", "4", "4"),
    ),
    45: ("Draft survey / study", ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "O", "Y", "4")),
    46: ("Publish study (DS + LM)", ("1", "4", "4", "4", "4", "4", "4", "4", "4", "2", "3", "2S", "4")),
    47: ("Read one person's answers", ("1", "4", "4", "O", "O", "O", "O", "O", "4", "4", "4", "4", "4")),
    48: ("Aggregates in app (k ≥ 11)", ("1", "4", "4", "Y", "Y", "4", "Y", "Y", "Y", "Y", "O", "Y", "4")),
    49: ("Request export of own study", ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "OS", "3", "4")),
    50: (
        "Release export: a data steward and a lead moderator of the community, neither the requester",
        ("1", "4", "4", "4", "4", "4", "4", "4", "4", "2", "3", "2S", "4"),
    ),
    51: (
        "Download released file (one-time)",
        ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "OS", "3", "4"),
    ),
    52: ("Revoke export, close study", ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "O", "S", "4")),
    53: (
        "Register of studies and uses (public)",
        ("Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y", "Y"),
    ),
    54: (
        "Own identity: read, change e-mail/2FA",
        ("1", "OS", "OS", "OS", "OS", "OS", "OS", "OS", "OS", "OS", "OS", "OS", "OS"),
    ),
    55: ("Own list of personas", ("1", "O", "O", "O", "O", "O", "O", "O", "O", "O", "4", "4", "4")),
    56: (
        "Own sessions, consents, access log",
        ("1", "O", "O", "O", "O", "O", "O", "O", "O", "O", "O", "O", "O"),
    ),
    57: (
        "Export / erase own account",
        ("1", "OS", "OS", "OS", "OS", "OS", "OS", "OS", "OS", "OS", "OS", "OS", "OS"),
    ),
    58: ("Another's identity (vault)", ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "J", "J")),
    59: ("Link personas of one person", ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "J", "4")),
    60: (
        "Grant patient expert (two moderators)",
        ("1", "4", "4", "3", "3", "4", "3", "3", "2", "2", "4", "4", "4"),
    ),
    61: (
        "Verify health professional (evidence destroyed after)",
        ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "S", "4"),
    ),
    62: ("Appoint / remove CM", ("1", "4", "4", "4", "4", "4", "4", "4", "3", "S", "4", "4", "2S")),
    63: (
        "Appoint / remove LM (A proposes, DS confirms)",
        ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "2S", "2S"),
    ),
    64: (
        "Grant / end a researcher account",
        ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "S", "4"),
    ),
    65: (
        "Grant / end DS or A (two admins, never self)",
        ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "2S"),
    ),
    66: ("Create / configure community", ("1", "4", "4", "4", "4", "4", "4", "4", "3", "Y", "4", "4", "S")),
    67: (
        "Security audit log read",
        ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "S", "S (metadata)"),
    ),
    68: ("Audit log change or delete", ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4")),
    69: (
        "Instance settings, limits, flags",
        ("1", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "S"),
    ),
    70: ("Metrics, contract, docs pages", ("4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "4", "S")),
}


def expected(row: int, column: str) -> str:
    """The cell of a row and a column."""
    return MATRIX[row][1][COLUMNS.index(column)]
