"""How well the rules do on a labelled corpus: caught, missed, false alarms, by language.

A corpus is a `.jsonl` file, one text a line: `{"lang", "label", "text"}`, and `"kinds"` for PII.
Its name says which rule it judges: `pii.*.jsonl` or `distress.*.jsonl`.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from app.screening.distress import detect_distress
from app.screening.pii import find_pii

CORPUS = Path(__file__).parent / "corpus"


def measure(corpus_path: Path | str) -> dict[str, Any]:
    """Scan every text of a corpus; counts, rates, rates by language, and the texts judged wrongly."""
    path = Path(corpus_path)
    lines = path.read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    pii = path.name.startswith("pii")
    counts: Counter[tuple[str, bool, bool]] = Counter()
    missed: list[str] = []
    alarms: list[str] = []
    for row in rows:
        seen = bool(find_pii(row["text"])) if pii else detect_distress(row["text"], row["lang"])
        counts[row["lang"], row["label"], seen] += 1
        if seen != row["label"]:
            (missed if row["label"] else alarms).append(row["text"])
    languages = sorted({row["lang"] for row in rows})
    return {
        "corpus": path.name,
        **_rates(counts, languages),
        "by_language": {one: _rates(counts, [one]) for one in languages},
        "missed": missed,
        "alarms": alarms,
    }


def _rates(counts: Counter[tuple[str, bool, bool]], languages: list[str]) -> dict[str, float]:
    """Recall on the texts to catch and false alarms on the clean ones, with their counts."""
    caught, missed, alarms, clean = (
        sum(counts[lang, label, seen] for lang in languages)
        for label, seen in ((True, True), (True, False), (False, True), (False, False))
    )
    return {
        "positives": caught + missed,
        "caught": caught,
        "recall": round(caught / max(1, caught + missed), 4),
        "negatives": alarms + clean,
        "false_alarms": alarms,
        "false_alarm_rate": round(alarms / max(1, alarms + clean), 4),
    }
