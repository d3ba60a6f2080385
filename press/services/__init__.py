"""Writing: one act is one function, which changes, logs and sends the news."""
