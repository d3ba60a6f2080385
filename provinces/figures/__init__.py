"""Figures of provinces: on their way in, out again, and as readers are shown them."""
