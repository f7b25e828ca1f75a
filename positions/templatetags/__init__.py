"""Marks for templates: how a stance or a change is shown."""
