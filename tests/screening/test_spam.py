"""Marks of advertising: flags for a moderator, none in what members usually write."""

import pytest

from app.screening.spam import find_spam, signature


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Boutique en ligne -30 % sur les coussins, code SEP30", {"shop", "price", "promo_code"}),
        ("Traitement miracle : guéri en 10 jours, contactez-moi sur WhatsApp", {"miracle", "contact_elsewhere"}),
        ("Voir https://bit.ly/abc, http://a.com et www.b.fr", {"short_link", "many_links"}),
        ("Make money from home with crypto, earn 500 a week", {"money"}),
        ("ARRETEZ TOUT DE SUITE VOTRE TRAITEMENT IL VOUS EMPOISONNE VRAIMENT", {"shouting"}),
        ("La notice est sur https://www.ameli.fr/assure", {"link"}),
    ],
)  # fmt: skip
def test_marks(text: str, marks: set[str]) -> None:
    assert set(find_spam(text)) == marks


@pytest.mark.parametrize(
    "text",
    [
        "J'ai 50 % de taux d'incapacité, la MDPH a répondu en trois mois.",
        "Mon traitement : 5 mg trois fois par jour, livré par la pharmacie.",
        "My neurologist says the MRI is stable. What a relief!",
        "OK MERCI",
    ],
)
def test_what_members_write(text: str) -> None:
    assert find_spam(text) == []


def test_one_signature_for_a_text_sent_again_with_small_changes() -> None:
    first = signature("Achetez ma crème n° 12 sur http://a.com !")
    assert first and first == signature("ACHETEZ ma creme n°  7   sur http://b.fr/x")
    assert first != signature("Vendez ma crème")
    assert signature("123 !") == ""
