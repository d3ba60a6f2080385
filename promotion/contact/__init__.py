"""Readers write to a province; its editors answer."""
