"""The exchange format: one negotiation as a Tabular Data Package, a folder or a zip of CSV files and texts.

`tables` declares every table once; `reading`, `writing` and the Table Schema all come from it.
The cells are bare text: no byte order mark, no guard against spreadsheet formulas, line ends
inside texts as they are stored. Reading takes nothing away but a byte order mark at the
head of a CSV or JSON file, so that what is written is read back to the byte; an apostrophe
before =, +, - or @ is part of the text.
"""
