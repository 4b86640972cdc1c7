"""How probable it is that a figure is read right, field by field.

A logistic of a few signs: how far the filling of a slot was ahead of the other candidates, by which rule it came, of what kind the figure
is. The weights lie in ``confidence.toml`` beside this file, fitted on figures that people annotated (training/confidence.py).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp, log

from hearsay.extract.scene import Draft
from hearsay.extract.slots import form_of

FIELDS = ("value", "item", "source", "holder", "place")
WHOLE = ("value", "item", "source")  # what must be right together
EDGE = 0.005  # no probability is nearer to 0 or 1

Signs = dict[str, float]


@cache
def weights() -> dict[str, Signs]:
    """Load the weights of each field by sign."""
    text = files("hearsay.extract").joinpath("confidence.toml").read_text(encoding="utf-8")
    table: dict[str, Signs] = tomllib.loads(text)["weights"]
    return table


def confidences(d: Draft) -> dict[str, float]:
    """The probability of each field, given that the number is one of the report's, and of the ``whole``."""
    told = {name: logistic(weights()[name], signs(name, d)) for name in FIELDS}
    told["whole"] = logistic(weights()["whole"], together(told))
    return {name: round(value, 3) for name, value in told.items()}


def logistic(row: Mapping[str, float], told: Signs) -> float:
    """The probability that some signs speak for by their weights."""
    return min(1 - EDGE, max(EDGE, 1 / (1 + exp(-sum(row.get(sign, 0.0) * value for sign, value in told.items())))))


def odds(share: float) -> float:
    """The logarithm of odds of a probability, kept from running away."""
    share = min(1 - EDGE, max(EDGE, share))
    return log(share / (1 - share))


def together(told: Signs) -> Signs:
    """The signs of the whole: how probable its parts are."""
    return {"bias": 1.0, **{name: odds(told[name]) for name in WHOLE}}


def signs(name: str, d: Draft) -> Signs:
    """What tells how probable a field is, each sign with its strength."""
    form = form_of(d)
    found = {"bias": 1.0, f"form {form}": 1.0}
    if name == "value":
        for sign, holds in (
            ("vague", d.quantity.qualifier == "vague"),
            ("bounded", d.quantity.qualifier in ("at_least", "at_most", "between")),
            ("headline", d.voice == "headline"),
            ("noun", d.noun is not None),
            ("no item", d.item is None),
        ):
            found[sign] = float(holds)
    elif name == "source":
        found |= _source(d)
    else:
        empty, ahead = getattr(d, name) is None, odds(d.odds.get(name, 0.5))
        found |= {"ahead": ahead, "empty": float(empty), "empty ahead": ahead * empty, "moved": float(name in d.moved)}
        found |= {"moved ahead": ahead * (name in d.moved), "noun": float(d.noun is not None)}
        for word in ("read", "mean"):
            if f"{name} {word}" in d.odds:
                found[word] = odds(d.odds[f"{name} {word}"])
    return {sign: value for sign, value in found.items() if value}


def _source(d: Draft) -> Signs:
    row = d.attribution
    if row is None:
        return {d.voice: 1.0}
    return {
        d.voice: 1.0,
        f"method {re.split('[/@]', row.method)[0]}": 1.0,  # whatever the version of the rule or the digest of the network
        f"kind {row.kind}": 1.0,
        "sure": odds(row.confidence),
        "unnamed": float(row.mention is None),
        "no source": float(row.source is None),
        "relayed": float(row.via is not None),
    }
