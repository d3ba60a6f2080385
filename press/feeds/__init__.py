"""What newsrooms' systems read: Atom with Media RSS, RSS 2.0, JSON Feed and ninjs, public or a partner's view."""
