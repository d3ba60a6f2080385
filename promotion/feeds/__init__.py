"""Stories for feed readers: Atom 1.0 and RSS 2.0, by language and province."""
