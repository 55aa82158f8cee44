"""PII and distress: what the screening rules catch on labelled texts. The texts are ours, invented and labelled by us:
the figures speak of these texts, not of yours; bring your own and scan them with `entraide moderation scan`."""

from collections.abc import Callable

from app.proofs.report import Attack
from app.screening.measure import CORPUS, measure

# A guard that misses one text in twenty still sees nearly all; one that cries at more than one in twenty is switched off.
MISSED = 0.05
FALSE_ALARMS = 0.05


def prove(name: str, step: Callable[[str], None]) -> list[Attack]:
    """Each corpus of this rule, in each language: missed texts and false alarms."""
    found = []
    for path in sorted(CORPUS.glob(f"{name}.*.jsonl")):
        step(path.name)
        result = measure(path)
        held = "held out" if ".held." in path.name else "development"
        for language, rates in result["by_language"].items():
            positives, negatives = int(rates["positives"]), int(rates["negatives"])
            missed, alarms = positives - int(rates["caught"]), int(rates["false_alarms"])
            title = f"our {held} corpus, {language}"
            found.append(Attack(f"missed in {title}", positives, missed, int(MISSED * positives)))
            found.append(Attack(f"false alarms in {title}", negatives, alarms, int(FALSE_ALARMS * negatives)))
    return found
