"""Invent news reports, as many as wanted: sentences of our own, recombined with other names, places and numbers each time."""

from __future__ import annotations

import html
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = ["January", "March", "April", "June", "July", "August", "October", "November", "December"]
CHOICE = re.compile(r"\{([^{}]*)\}")
SLOT = re.compile(r"\[(\w+)\]")
BEGUN = date(2019, 1, 1)
A_DAY = 6  # reports: 10,000 are four and a half years
AGAIN = 0.6  # share of reports on an event already told of, while there is one
COPIED = 0.25  # share of these that are an earlier one's words under a title of their own
SENTENCES = 11  # of a report
CHANGED = 2  # of them in a copy


@dataclass(frozen=True, slots=True)
class Invented:
    """A report that never was. name: a file name without its ending; published: ISO 8601."""

    name: str
    title: str
    published: str
    sentences: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(" ".join(self.sentences[i : i + 2]) for i in range(0, len(self.sentences), 2))

    @property
    def text(self) -> str:
        return "\n\n".join((self.title, self.published, *self.paragraphs)) + "\n"

    @property
    def page(self) -> str:
        """The report as a web page with what stands around reports."""
        paragraphs = "\n".join(f"<p>{html.escape(p)}</p>" for p in self.paragraphs)
        links = "".join(
            f'<li><a href="/{i}">{word}</a></li>'
            for i, word in enumerate(("Home", "World", "Money", "Sport", "Weather", "Jobs", "Archive"))
        )
        title = html.escape(self.title)
        return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Daily Invention</title>
<meta property="article:published_time" content="{self.published}T08:00:00Z"></head>
<body><header><nav><ul>{links}</ul></nav></header>
<div class="cookies"><p>We use cookies to make this page work. You may change your choice at any time.</p><button>Accept</button></div>
<main><article><h1>{title}</h1><p class="byline">From our desk</p>
{paragraphs}
</article></main>
<aside><h3>You might also like</h3><ul>{links}</ul></aside><footer><ul>{links}</ul><p>All rights reserved.</p></footer></body></html>
"""


class _Event:
    """Names that the reports of one event share, those told so far, and how many are still to come."""

    def __init__(self, dice: random.Random) -> None:
        def coin(syllables: int) -> str:
            return "".join(dice.choices(WORDS["syllables"], k=syllables)).capitalize()

        self.names = {
            "place": [dice.choice(WORDS["places"])],
            "village": [coin(3) for _ in range(2)],
            "river": [coin(2)],
            "person": [f"{dice.choice(WORDS['first'])} {coin(2)}{dice.choice(WORDS['last'])}" for _ in range(4)],
            "body": dice.sample(WORDS["bodies"], 3),
            "cause": [dice.choice(WORDS["causes"])],
        }
        self.told: list[Invented] = []
        self.left = dice.choice((1, 1, 2, 4))


def invent(count: int, *, seed: int = 0, first: int = 0) -> Iterator[Invented]:
    """Invent reports as they come in day after day, one to four an event, some of them copies; the same seed gives the same reports.

    Args:
        first: number of the first, so that a later call can go on with other ones.
    """
    dice = random.Random(f"{seed}/{first}")
    live: list[_Event] = []
    for number in range(first, first + count):
        if not live or dice.random() > AGAIN:
            live.append(_Event(dice))
        event = dice.choice(live)
        event.told.append(_report(f"invented-{number:06d}", event, (BEGUN + timedelta(days=number // A_DAY)).isoformat(), dice))
        event.left -= 1
        if not event.left:
            live.remove(event)
        yield event.told[-1]


def _report(name: str, event: _Event, published: str, dice: random.Random) -> Invented:
    title = _fill(dice.choice(WORDS["titles"]), event, dice)
    copied = bool(event.told) and dice.random() < COPIED
    sentences = [_fill(template, event, dice) for template in dice.sample(WORDS["sentences"], CHANGED if copied else SENTENCES)]
    if copied:
        # The new sentences take the place of as many old ones.
        old = list(dice.choice(event.told).sentences)
        for at, sentence in zip(dice.sample(range(SENTENCES), CHANGED), sentences, strict=True):
            old[at] = sentence
        sentences = old
    return Invented(name, title, published, tuple(sentences))


def _fill(template: str, event: _Event, dice: random.Random) -> str:
    sentence = template
    while (chosen := CHOICE.sub(lambda m: dice.choice(m[1].split("|")), sentence)) != sentence:
        sentence = chosen
    low = dice.randrange(12, 90)
    free = {
        "N": lambda: f"{dice.randrange(100, 90000):,}",
        "n": lambda: str(dice.randrange(3, 99)),
        "m": lambda: str(dice.randrange(2, 40)),
        "d": lambda: str(dice.randrange(1, 9)),
        "lo": lambda: str(low),
        "hi": lambda: str(low + dice.randrange(5, 60)),
        "nth": lambda: dice.choice(("second", "third", "fourth", "fifth")),
        "item": lambda: dice.choice(WORDS["items"]),
        "state": lambda: dice.choice(WORDS["states"]),
        "day": lambda: dice.choice(DAYS),
        "month": lambda: dice.choice(MONTHS),
    }

    def slot(match: re.Match[str]) -> str:
        return dice.choice(event.names[match[1]]) if match[1] in event.names else free[match[1]]()

    while (filled := SLOT.sub(slot, sentence)) != sentence:
        sentence = filled
    return sentence[0].upper() + sentence[1:]
