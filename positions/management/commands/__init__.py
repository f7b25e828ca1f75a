"""One module per command: read what is asked, call one verb or question, say what happened."""
