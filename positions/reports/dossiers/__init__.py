"""The page of one party, demand, offer, issue, venue, round of talks or agreement."""
