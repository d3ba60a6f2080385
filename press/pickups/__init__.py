"""Pick-ups: who used our pictures, where, and with which credit."""
