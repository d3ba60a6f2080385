"""Lightboxes: pictures laid side by side for a purpose, by one person or a team."""
