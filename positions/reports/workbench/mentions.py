"""The names by which articles mention what a negotiation is about, and where one article does."""

from positions.analysis.mentions import Mention, Name, find_mentions
from positions.models import Alias, Article, Party, Proposal, Venue


def mentions_in(article: Article) -> list[Mention]:
    """Four queries. Where one name stands for several things, parties come before proposals and venues."""
    return find_mentions(article.text, names_of(article.negotiation_id))


def names_of(negotiation: int) -> list[Name]:
    parties = Party.objects.filter(negotiation=negotiation).order_by("pk").values_list("pk", "name", "short_name")
    aliases = Alias.objects.filter(negotiation=negotiation).order_by("pk").values_list("party", "alias")
    keywords = Proposal.objects.filter(negotiation=negotiation).order_by("pk").values_list("pk", "keywords")
    venues = Venue.objects.filter(negotiation=negotiation).order_by("pk").values_list("pk", "name")
    return [
        *(Name(words, "party", pk) for pk, *names in parties for words in names),
        *(Name(words, "party", pk) for pk, words in aliases),
        *(Name(words, "proposal", pk) for pk, written in keywords for words in split_keywords(written)),
        *(Name(words, "venue", pk) for pk, words in venues),
    ]


def split_keywords(written: str) -> list[str]:
    """Keywords as people list them: separated by “;”."""
    return [words for part in written.split(";") if (words := part.strip())]
