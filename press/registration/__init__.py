"""Newsrooms and freelance correspondents ask to become partners; press officers vet them."""
