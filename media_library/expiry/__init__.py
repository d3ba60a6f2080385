"""What ends by itself: told to those who mirror the library, and announced to those who can prevent it."""
