"""What is set in type and leaves as a file: fact sheets as PDF, share cards as pictures (docs/adr/0012)."""
