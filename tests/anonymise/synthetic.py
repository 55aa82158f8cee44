"""Invented tables shaped like the public ones peers are measured on: skewed, correlated, seeded."""

from __future__ import annotations

import numpy as np

from app.anonymise.table import Role, Table

MARITAL = {
    "Married-civ-spouse": "spouse present", "Married-AF-spouse": "spouse present", "Divorced": "spouse absent",
    "Separated": "spouse absent", "Widowed": "spouse absent", "Married-spouse-absent": "spouse absent",
    "Never-married": "spouse absent",
}  # fmt: skip
EDUCATION = {
    "Preschool": ("primary", "low"), "1st-4th": ("primary", "low"), "5th-6th": ("primary", "low"),
    "7th-8th": ("secondary", "low"), "9th": ("secondary", "low"), "10th": ("secondary", "low"),
    "11th": ("secondary", "low"), "12th": ("secondary", "low"), "HS-grad": ("secondary", "low"),
    "Some-college": ("college", "high"), "Assoc-voc": ("college", "high"), "Assoc-acdm": ("college", "high"),
    "Bachelors": ("graduate", "high"), "Masters": ("postgraduate", "high"), "Prof-school": ("postgraduate", "high"),
    "Doctorate": ("postgraduate", "high"),
}  # fmt: skip
WORK = {
    "Private": "non-government", "Self-emp-not-inc": "non-government", "Self-emp-inc": "non-government",
    "Federal-gov": "government", "Local-gov": "government", "State-gov": "government", "Without-pay": "unemployed",
}  # fmt: skip
JOBS = {
    "Tech-support": "technical", "Craft-repair": "technical", "Prof-specialty": "technical",
    "Machine-op-inspct": "technical", "Farming-fishing": "other", "Other-service": "other", "Handlers-cleaners": "other",
    "Transport-moving": "other", "Priv-house-serv": "other", "Protective-serv": "other", "Armed-Forces": "other",
    "Sales": "non-technical", "Exec-managerial": "non-technical", "Adm-clerical": "non-technical",
}  # fmt: skip
COUNTRIES = [f"Country-{i:02}" for i in range(41)]


def zipf(n: int, power: float) -> np.ndarray:
    weights = 1 / np.arange(1, n + 1) ** power
    return weights / weights.sum()


def census(rows: int = 30_162, seed: int = 1, numeric_age: bool = False) -> Table:
    """Eight quasi-identifiers and a salary: latent kinds of people give the correlations of a real census."""
    rng = np.random.default_rng(seed)
    kinds = 24
    kind = rng.choice(kinds, rows, p=zipf(kinds, 0.7))

    def pick(names: list[str], power: float, own: float) -> np.ndarray:
        base = zipf(len(names), power)
        table = np.stack([rng.dirichlet(base * own + 1e-3) for _ in range(kinds)])
        mixed = 0.75 * table + 0.25 * base
        cumulated = mixed.cumsum(axis=1)[kind]
        return np.minimum((rng.random(rows)[:, None] > cumulated).sum(axis=1), len(names) - 1)

    educated = ["HS-grad", "Some-college", "Bachelors"]
    educated += [e for e in EDUCATION if e not in educated]
    columns_of = {
        "sex": ["Male", "Female"], "race": ["White", "Black", "Asian-Pac-Islander", "Amer-Indian-Eskimo", "Other"],
        "marital-status": list(MARITAL), "education": educated,
        "native-country": ["United-States", *COUNTRIES[1:]], "workclass": list(WORK), "occupation": list(JOBS),
    }  # fmt: skip
    power = {"sex": 1.1, "race": 3.2, "marital-status": 1.0, "education": 1.0, "native-country": 4.4,
             "workclass": 2.4, "occupation": 0.5}  # fmt: skip
    centre = rng.uniform(22, 54, kinds)[kind]
    age = np.clip(np.round(rng.gamma(9, 1.1, rows) - 10 + centre), 17, 90).astype(int)
    columns = {"age": [str(a) for a in age]}
    for name, names in columns_of.items():
        columns[name] = [names[i] for i in pick(names, power[name], 12.0)]
    graduate = np.array([EDUCATION[e][1] == "high" for e in columns["education"]])
    married = np.array([MARITAL[m] == "spouse present" for m in columns["marital-status"]])
    chance = 1 / (1 + np.exp(-(-3.2 + 1.4 * graduate + 1.8 * married + 0.02 * (age - 38))))
    columns["salary-class"] = [">50K" if x else "<=50K" for x in rng.random(rows) < chance]

    def ages(a: int) -> tuple[str, ...]:
        return (str(a), *(f"{a // w * w}-{a // w * w + w - 1}" for w in (5, 10, 20)), "*")

    def flat(names: list[str]) -> dict[str, tuple[str, ...]]:
        return {n: (n, "*") for n in names}

    hierarchies = {
        "age": {str(a): ages(a) for a in range(17, 91)},
        "sex": flat(columns_of["sex"]),
        "race": flat(columns_of["race"]),
        "marital-status": {v: (v, g, "*") for v, g in MARITAL.items()},
        "education": {v: (v, *g, "*") for v, g in EDUCATION.items()},
        "native-country": {
            c: (c, "North-America" if i < 8 else f"Region-{i % 3}", "*")
            for i, c in enumerate(columns_of["native-country"])
        },
        "workclass": {v: (v, g, "*") for v, g in WORK.items()},
        "occupation": {v: (v, g, "*") for v, g in JOBS.items()},
    }
    roles = dict.fromkeys(columns, Role.QUASI) | {"salary-class": Role.SENSITIVE}
    if numeric_age:
        del hierarchies["age"]
    return Table(columns, roles, hierarchies, frozenset({"age"}) if numeric_age else frozenset())


def health(rows: int = 4_406, seed: int = 2) -> Table:
    """A health survey: two numeric and five categorical quasi-identifiers, a skewed three-valued health."""
    rng = np.random.default_rng(seed)
    age = np.clip(np.round(66 + rng.gamma(1.6, 5.0, rows)), 66, 109).astype(int)
    school = np.clip(np.round(rng.normal(10.3, 3.7, rows)), 0, 18).astype(int)
    married = rng.random(rows) < np.clip(0.9 - (age - 60) * 0.016, 0.1, 0.9)
    income = np.round(rng.lognormal(0.6, 0.8, rows) + 0.08 * school, 1)
    poor = 1 / (1 + np.exp(-(-2.4 + 0.03 * (age - 70) - 0.06 * (school - 10))))
    draw = rng.random(rows)
    columns = {
        "age": [str(a) for a in age],
        "school": [str(s) for s in school],
        "income": [str(x) for x in income],
        "gender": ["female" if x else "male" for x in rng.random(rows) < 0.6],
        "black": ["yes" if x else "no" for x in rng.random(rows) < 0.12],
        "married": ["yes" if x else "no" for x in married],
        "region": [
            ("midwest", "northeast", "west", "other")[i]
            for i in rng.choice(4, rows, p=[0.26, 0.19, 0.18, 0.37])
        ],
        "health": [
            "poor" if d < p else "excellent" if d > 0.92 else "average"
            for d, p in zip(draw, poor, strict=True)
        ],
    }
    roles = dict.fromkeys(columns, Role.QUASI) | {"health": Role.SENSITIVE}
    hierarchies = {
        c: {v: (v, "*") for v in sorted(set(columns[c]))} for c in ("gender", "black", "married", "region")
    }
    return Table(columns, roles, hierarchies, frozenset({"age", "school", "income"}))
