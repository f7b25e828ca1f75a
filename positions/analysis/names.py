"""A party's name as it stands within a sentence: “the United States reaffirmed”, but “Russia reaffirmed”.

English puts an article before a name whose head is a common noun (Union, Agency, backers) and none
before a bare proper name. The head is the word before the first “of” or “for”, or else the last one.
The rule knows the nouns that parties to negotiations go by; a name that it does not know stands as it is.
"""

import re

TAKES_AN_ARTICLE = {
    "academy", "administration", "agency", "alliance", "army", "assembly", "association", "authorities",
    "authority", "bank", "bloc", "board", "bureau", "cabinet", "caucus", "chamber", "coalition", "command",
    "commission", "commissioner", "committee", "commonwealth", "communities", "community", "company",
    "confederation", "conference", "congress", "consortium", "convention", "corps", "council", "court",
    "delegation", "department", "directorate", "duma", "embassy", "emirates", "envoy", "executive", "faction",
    "federation", "forces", "forum", "foundation", "front", "fund", "government", "group", "guard", "guards",
    "house", "houthis", "institute", "institution", "islands", "junta", "kingdom", "knesset", "kremlin",
    "leadership", "league", "legislature", "mediator", "mediators", "military", "ministry", "mission", "movement",
    "nation", "nations", "netherlands", "network", "observatory", "office", "opposition", "organisation",
    "organization", "pact", "palace", "parliament", "parties", "philippines", "police", "presidency", "president",
    "public", "rada", "rebels", "regime", "region", "republic", "resistance", "secretariat", "secretary", "see",
    "senate", "service", "settlers", "state", "states", "summit", "syndicate", "taliban", "throne", "treasury",
    "tribe", "tribes", "tribunal", "troika", "union", "unions", "vatican",
}  # fmt: skip
INITIALS = {
    "AU", "EU", "IAEA", "ICC", "ICJ", "ICRC", "OSCE", "PA", "PLO", "RSF", "SAF", "UAE", "UK", "UN", "US", "USA", "USSR",
}  # fmt: skip
FORMAT = re.compile(r"[A-Z]+\d+(\+\d+)?")  # E3+3, P5+1, G7


def in_a_sentence(name: str) -> str:
    """The name, with “the” before it where English says so."""
    return f"the {name}" if takes_an_article(name) else name


def possessive(name: str) -> str:
    """“Russia’s”, “the United States’”; nothing where it could be read of a part of it: “backers of Ukraine’s”."""
    if {"of", "for", "and"} & set(name.split()):
        return ""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def takes_an_article(name: str) -> bool:
    words = name.split()
    while len(words) > 1 and words[-1].isdigit():
        words.pop()
    if not words or words[0].lower() in ("a", "an", "the"):
        return False
    end = next((place for place, word in enumerate(words) if place and word in ("of", "for")), len(words))
    head = words[end - 1]
    if head in INITIALS or FORMAT.fullmatch(head):
        return True
    return head.lower() in TAKES_AN_ARTICLE or (end > 1 and head.isalpha() and head.islower())
