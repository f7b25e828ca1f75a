"""The staff's side: every noun, with the same checks, versions and history as the pages."""
