"""Content credentials (C2PA): a signed statement in a file that leaves, of where it comes from and what was done.

Off unless a certificate is set. The library that signs is the extra `c2pa`, imported only when it
is needed. Signing is the last thing done to a file: its XMP is in by then, and any later change breaks the seal.

Called where files are finished: `deliverable` by `media_library.published`, `copies` by `renditions.store`.
Why it is so: `docs/adr/0007-content-credentials.md`.
"""
