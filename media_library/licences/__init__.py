"""What a licence says in plain words: uses, duties, countries, and how to credit."""
