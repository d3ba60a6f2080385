"""Working on many photos at once."""
