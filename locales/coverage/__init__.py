"""The coverage grid: which text there is of what, in every language, and what a language still needs."""
