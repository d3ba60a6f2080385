"""Documents: PDF and office files, looked through for what would do something when opened."""
