"""What a brand page works out for its reader: the fitting messages, palettes as files, samples of type."""
