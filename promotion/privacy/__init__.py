"""What is kept of readers, said to them."""
