"""The ways in: resumable uploads in the browser, ZIPs, folders with a list of captions, programs with a token.

All of them end in `media_library.ingest`; here is only what comes before it and what is noted after it.
"""
