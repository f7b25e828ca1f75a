"""Pictures: what a report found, as shapes with coordinates, colours by name, and texts.

Geometry alone: no query, no request. Views hand over a report's rows, templates print what comes back.
"""
