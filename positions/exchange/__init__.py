"""Formats: reads files into what actions take, writes what reports give. No query of its own."""
