"""What the public site adds to the admin."""
