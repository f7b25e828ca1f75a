"""The project package: settings, addresses, server entry points, security headers. Wiring only."""
