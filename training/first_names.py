"""Make lexicon/en/names.toml anew: first names with the sex that mostly bears them.

Needs the packages ``faker`` (MIT) and ``names`` (MIT; US Census 1990, public domain): ``pip install faker names``.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

OUT = Path(__file__).parents[1] / "src/hearsay/extract/lexicon/en/names.toml"
LATIN = re.compile(r"[A-Za-zÀ-ɏ'’\-]{3,}")
TOP = {"female": 1400, "male": 900}  # of the census lists, which end in rarities
LETTERS = (
    "а=a б=b в=v г=h ґ=g д=d е=e є=ie ж=zh з=z и=y і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ь="
    " ю=iu я=ia ы=y ъ= э=e ё=yo ј=j љ=lj њ=nj ’= '="
)
SLAVIC = {pair[0]: pair[2:] for pair in LETTERS.split(" ") if pair}
RUSSIAN = SLAVIC | {"г": "g", "и": "i", "й": "y", "ю": "yu", "я": "ya", "э": "e", "ё": "yo", "ь": ""}
OPENING = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}  # at the head of a word
WORDS = frozenset(
    [
        "may", "april", "june", "july", "august", "the", "will", "china", "london", "paris", "india", "israel", "america", "chad", "asia",
        "kenya", "france", "dallas", "houston", "carolina", "sydney", "phoenix", "cleveland", "washington", "lincoln", "mercedes",
        "english", "german", "young", "king", "prince", "major", "judge", "bishop", "duke", "earl", "miss", "see", "long", "many", "can",
        "man", "son", "love", "an", "any", "so", "santa", "los", "san", "van", "del", "dos", "das", "der", "bin", "de", "la", "le", "st",
        "cruz", "page", "art", "sky", "star", "summer", "autumn", "winter", "sunday", "monday", "friday", "muslim", "royal", "rich",
        "forest", "park", "lake", "ocean", "storm", "reed", "precious", "princess", "queen", "baby", "boy", "girl", "mr", "dr", "red",
    ]
)  # fmt: skip


def transliterate(name: str, table: dict[str, str]) -> str | None:
    """Write a Cyrillic name in Latin letters (Ukrainian national system of 2010; Russian after BGN/PCGN); None for another script."""
    letters = [OPENING[c] if i == 0 and c in OPENING and table is SLAVIC else table.get(c) for i, c in enumerate(name.lower())]
    return None if None in letters else "".join(x for x in letters if x is not None)


def spellings(name: str, locale: str) -> Iterator[str]:
    """Every Latin spelling of a name, in lower case."""
    if LATIN.fullmatch(name):
        yield name.lower().replace("’", "'")
    elif locale in ("uk_UA", "ru_RU", "bg_BG"):
        latin = transliterate(name, SLAVIC if locale == "uk_UA" else RUSSIAN)
        if latin and len(latin) > 2:
            yield latin
            if latin.endswith("ii"):
                yield from (f"{latin[:-2]}{end}" for end in ("iy", "y", "ij"))


def collect() -> tuple[Counter[str], Counter[str], dict[str, dict[str, float]]]:
    """Count in how many lists a name stands as a man's and as a woman's, and its share in the census."""
    person = importlib.import_module("faker.providers.person")
    men: Counter[str] = Counter()
    women: Counter[str] = Counter()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for found, attributes in (
            (men, ("first_names_male", "first_romanized_names_male")),
            (women, ("first_names_female", "first_romanized_names_female")),
        ):
            listed = [getattr(provider, name, ()) for name in attributes]
            found.update(s for names in listed if isinstance(names, (list, tuple, dict)) for n in names for s in spellings(n, module.name))
    census: dict[str, dict[str, float]] = {}
    for sex, found in (("female", women), ("male", men)):
        for rank, line in enumerate(files("names").joinpath(f"dist.{sex}.first").read_text().splitlines()):
            name, share = line.lower().split()[:2]
            census.setdefault(name, {})[sex] = float(share)
            if rank < TOP[sex] and len(name) > 2:
                found[name] += 1
    return men, women, census


def main() -> None:
    men, women, census = collect()
    either = set()
    for name in men.keys() & women.keys():
        share = census.get(name, {})
        man, woman = share.get("male", 0.0), share.get("female", 0.0)
        if man > 10 * woman or not share and men[name] >= 3 * women[name]:
            del women[name]
        elif woman > 10 * man or not share and women[name] >= 3 * men[name]:
            del men[name]
        else:
            either.add(name)
            del men[name], women[name]
    whence = "US Census 1990 (public domain), Faker's locales (MIT), transliterated; made by training/first_names.py"
    parts = [f'source = "First names with the sex that mostly bears them: {whence}"\n']
    for key, names in (("male", men), ("female", women), ("either", either)):
        lines = textwrap.wrap(" ".join(sorted(set(names) - WORDS)), 136, break_on_hyphens=False, break_long_words=False)
        parts.append(f'{key} = """\n' + "\n".join(lines) + '\n"""\n')
    OUT.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
