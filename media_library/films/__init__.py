"""Films: what their containers say, and what in them must not leave. No picture is ever decoded."""
