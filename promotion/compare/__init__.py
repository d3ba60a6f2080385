"""Provinces side by side, and finding them by what they have."""
