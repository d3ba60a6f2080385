"""A province on two pages of paper, from the same records and the same public page as its profile."""
