"""Reading: kits as readers see them, partners, the ledger. Deciding stays in the policies."""
