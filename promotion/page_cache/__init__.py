"""Public pages from a cache that can't be stale: it knows the site's version and the next moment that counts."""
