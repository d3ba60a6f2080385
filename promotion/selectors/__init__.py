"""Reads for pages: who owns them, which version a reader gets, what they list."""
