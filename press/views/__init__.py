"""Pages of the press room."""
