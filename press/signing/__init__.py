"""Manifests that can be checked: signed with Ed25519, by anybody, offline or on a public page.

`manifest.json.sig` is the bare signature of 64 bytes over the bytes of `manifest.json` (RFC 8032), which any
program can check with the key that `/press/manifest-keys.json` publishes:

    openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile manifest.json.sig
"""

from press.signing.keys import PublishedKey, published_keys, sign
from press.signing.verifying import FileStanding, Finding, Standing, Verdict, verify

__all__ = ["FileStanding", "Finding", "PublishedKey", "Standing", "Verdict", "published_keys", "sign", "verify"]
