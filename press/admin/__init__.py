"""The press officer's part of Wagtail's admin."""
