"""The picture that stands for a page where it is shared: its title in its own language over its opening picture."""
