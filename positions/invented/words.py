"""The words an invented negotiation is made of. Countries and people are invented; the cities of the talks are real.

In the proposals `{a}`, `{b}` and `{c}` are the principals and `{city}` is a venue.
"""

from positions.analysis.stances import Stance

STATE_BEGINNINGS = (
    *("Ald", "Brev", "Cal", "Dorn", "Esk", "Fenn", "Gryv", "Hald", "Irv", "Jorv", "Kest", "Lorn"),
    *("Mirr", "Norv", "Prell", "Quar", "Sund", "Tav", "Varn", "Wess", "Yld", "Zeld"),
)
STATE_ENDINGS = ("mark", "enia", "ovia", "eria", "avia", "essa", "ador", "una", "oria", "und")
CITY_BEGINNINGS = ("Bel", "Cor", "Dun", "Elm", "Far", "Gol", "Hav", "Ingl", "Kor", "Lind", "Mal", "Nim", "Ost", "Rav")
CITY_ENDINGS = ("grad", "burg", "haven", "stad", "pol", "ton", "ica", "ford", "minster", "ara")
OTHERS = (
    ("bloc", "{} Union"),
    ("organisation", "Council of {}"),
    ("armed_group", "{} Liberation Front"),
    ("bloc", "League of {}"),
    ("organisation", "{} Relief Committee"),
    ("public", "{} Peace Movement"),
)
FIRST_NAMES = ("Ana", "Boris", "Celia", "Dov", "Ester", "Filip", "Greta", "Hanno", "Ines", "Jonas", "Katya", "Leo")
LAST_NAMES = ("Marren", "Tolsk", "Veidt", "Arno", "Brandis", "Corvin", "Delmar", "Estrin", "Falk", "Halvor", "Ilves")
OFFICES = ("head of delegation", "spokesman", "chief negotiator", "deputy negotiator", "special envoy")
SOURCES = (
    ("Harbour Gazette", "B"),
    ("Continental Wire", "A"),
    ("Evening Ledger", "B"),
    ("State Bulletin", "C"),
    ("Border Courier", "C"),
    ("Meridian News", "B"),
    ("Open Dispatch", "D"),
    ("Radio Estuary", "C"),
    ("Foreign Office Papers", "A"),
    ("Morning Chronicle", "B"),
    ("Street Herald", "E"),
    ("Unsigned Letters", "F"),
)
# name, country, latitude, longitude, neutral ground
VENUES = (
    ("Geneva", "Switzerland", "46.2044", "6.1432", True),
    ("Vienna", "Austria", "48.2082", "16.3738", True),
    ("Doha", "Qatar", "25.2854", "51.5310", True),
    ("Istanbul", "Türkiye", "41.0082", "28.9784", False),
    ("Oslo", "Norway", "59.9139", "10.7522", True),
    ("Muscat", "Oman", "23.5880", "58.3829", True),
    ("Nairobi", "Kenya", "-1.2921", "36.8219", True),
    ("Singapore", "Singapore", "1.3521", "103.8198", True),
    ("Astana", "Kazakhstan", "51.1694", "71.4491", False),
    ("Cairo", "Egypt", "30.0444", "31.2357", False),
    ("New York", "United States", "40.7128", "-74.0060", False),
    ("Lausanne", "Switzerland", "46.5197", "6.6323", True),
)
# By issue: what proposer (0, 1, 2 of the principals) requires of or offers to whom; first a demand, then an offer.
ISSUES = (
    (
        "Territory and borders",
        (
            ("demand", 0, 1, "{b} withdraws its forces from the Harrow valley"),
            ("offer", 1, 0, "{b} leases the port of Lend to {a} for twenty years"),
            ("demand", 1, 0, "{a} recognises the line of 1994 as the border"),
            ("demand", 2, 0, "the island of Sorn is placed under a joint administration"),
            ("offer", 0, 1, "{a} returns the northern districts in two stages"),
        ),
    ),
    (
        "Security guarantees",
        (
            ("demand", 1, 0, "no foreign troops are stationed within fifty kilometres of the border"),
            ("offer", 0, 1, "{a} withdraws its heavy weapons from the line of contact"),
            ("demand", 0, 1, "{b} gives up its long-range missiles"),
            ("demand", 2, 1, "a third country guarantees the settlement in writing"),
            ("offer", 1, 0, "{b} admits unarmed observers to its garrisons"),
        ),
    ),
    (
        "Ceasefire",
        (
            ("demand", 1, 0, "the fighting stops along the whole line before talks continue"),
            ("offer", 1, 0, "{b} observes a truce of thirty days"),
            ("demand", 0, 1, "the shelling of power stations ends at once"),
            ("demand", 2, 0, "both sides publish the maps of their minefields"),
            ("offer", 0, 1, "{a} halts its air strikes while the delegations meet"),
        ),
    ),
    (
        "Prisoners and the missing",
        (
            ("demand", 0, 1, "all prisoners of war are exchanged, all for all"),
            ("offer", 0, 1, "{a} releases the sick and the wounded first"),
            ("demand", 1, 0, "relief workers visit every place of detention"),
            ("demand", 2, 1, "children who were taken away return to their families"),
            ("offer", 1, 0, "{b} hands over the remains of the fallen"),
        ),
    ),
    (
        "Water, ports and trade",
        (
            ("demand", 1, 0, "the Orel dam releases an agreed amount of water every month"),
            ("offer", 1, 0, "{b} opens a corridor for grain ships"),
            ("demand", 2, 0, "the revenue of the offshore fields is shared by thirds"),
            ("demand", 0, 1, "ships pass the strait without inspection"),
            ("offer", 0, 1, "{a} supplies the border districts with electricity at cost"),
        ),
    ),
    (
        "Sanctions and reconstruction",
        (
            ("demand", 0, 2, "the sanctions against {a} are lifted in full"),
            ("offer", 2, 0, "{c} suspends its duties on farm goods for a year"),
            ("demand", 1, 0, "frozen assets pay for the reconstruction"),
            ("demand", 1, 2, "the banks of {b} return to the payment system"),
            ("offer", 0, 1, "{a} pays into a fund for the reconstruction"),
        ),
    ),
    (
        "Return and justice",
        (
            ("demand", 1, 0, "displaced people may return to their homes"),
            ("offer", 1, 0, "{b} grants the valley a government of its own"),
            ("demand", 0, 1, "the language of the minority becomes official in the south"),
            ("demand", 2, 0, "crimes of war are tried before a mixed court"),
            ("offer", 0, 1, "{a} amnesties those who did not command"),
        ),
    ),
    (
        "The talks themselves",
        (
            ("demand", 1, 0, "the heads of government take part in the talks"),
            ("offer", 1, 0, "the delegations of both sides meet in {city}"),
            ("demand", 2, 0, "{c} sits at the table as a full party"),
            ("demand", 0, 1, "what is agreed becomes binding only as a whole"),
            ("offer", 0, 1, "{a} sends its foreign minister to {city}"),
        ),
    ),
)
CONDITIONS = (
    "if monitors arrive first",
    "if the other side does the same",
    "provided that the fighting stops",
    "provided that it is put in writing",
    "once the prisoners are home",
    "on condition that a third country guarantees it",
    "as long as no deadline is set",
    "if parliament agrees",
)
# What the party does; {it} is the proposal as a clause. A condition follows after a comma.
PHRASES = {
    Stance.DEMANDS: (
        "insists that {it}",
        "will sign nothing unless {it}",
        "repeats that there is no peace unless {it}",
    ),
    Stance.SUPPORTS: ("accepts that {it}", "agrees that {it}", "has no objection if {it}"),
    Stance.CONDITIONAL: ("would accept that {it}", "could agree that {it}"),
    Stance.OPEN: ("is ready to discuss whether {it}", "leaves open whether {it}"),
    Stance.RESERVED: ("finds it premature that {it}", "has reservations about the idea that {it}"),
    Stance.REJECTS: ("rejects the idea that {it}", "refuses to accept that {it}"),
    Stance.RED_LINE: ("rules out that {it}", "will never accept that {it}"),
    Stance.AMBIGUOUS: ("calls it both useful and harmful that {it}",),
    Stance.NO_POSITION: ("takes note, without comment, of the idea that {it}",),
    Stance.DECLINES: ("declines to say whether {it}",),
}
# Whoever made the proposal speaks of it as its own.
OWN_PHRASES = {
    ("demand", Stance.SUPPORTS): ("proposes that {it}", "asks once more that {it}"),
    ("offer", Stance.DEMANDS): ("stands by its offer that {it}", "repeats its offer that {it}"),
    ("offer", Stance.SUPPORTS): ("offers that {it}", "holds out the prospect that {it}"),
}
HEADLINES = {
    Stance.DEMANDS: "{party} stands firm on {issue}",
    Stance.SUPPORTS: "{party} ready to agree on {issue}",
    Stance.CONDITIONAL: "{party} names a condition on {issue}",
    Stance.OPEN: "{party} open to discussion on {issue}",
    Stance.RESERVED: "{party} has doubts on {issue}",
    Stance.REJECTS: "{party} says no on {issue}",
    Stance.RED_LINE: "{party} draws a red line on {issue}",
    Stance.AMBIGUOUS: "{party} speaks with two voices on {issue}",
    Stance.NO_POSITION: "{party} takes no side on {issue}",
    Stance.DECLINES: "{party} gives no answer on {issue}",
}
# How the article knows: what stands before and after the quote. {name}, {speaker}: as the article writes them.
FRAMES = (
    ("paraphrase", "{name} ", "."),
    ("paraphrase", "On this question {name} ", ", as before the last meeting."),
    ("direct_quote", "“My delegation ", ",” said {speaker} of {name}."),
    ("official_text", "In a written statement {name} ", "."),
    ("reported_by_third_party", "According to diplomats {name} ", "."),
    ("anonymous_official", "An official who asked not to be named said that {name} ", "."),
)
OPENINGS = (
    "The question of {issue} came back to the table this week.",
    "Delegations spent another day on {issue}.",
    "After a pause, {issue} is again what the sides talk about.",
    "Nothing was signed, but there was movement in the words on {issue}.",
)
CLOSINGS = (
    "The next meeting has not been announced.",
    "Along the line of contact the night was quiet, residents said.",
    "The mediators asked both sides to say less in public.",
    "Prices in the ports rose a little.",
)
