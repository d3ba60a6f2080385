"""Vector graphics: drawings that browsers run, so only what is on a list may be in them."""
