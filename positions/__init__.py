"""Everything the program knows about negotiations; each folder is a room, see the README for who may know whom."""
