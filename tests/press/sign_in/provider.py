"""A small OpenID provider that really listens, really signs with RSA, and lies as a test wants it to.

It checks what a provider has to check: the client's secret, the redirect address, and PKCE.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "newsroom", "the client's secret / with odd + signs"


@dataclass
class Lies:
    """What the provider says otherwise than it should."""

    claims: dict[str, Any] = field(default_factory=dict)
    """Put into the ID token in place of what is right; None leaves the claim out."""
    discovery: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | None = None
    sign: str = "RS256"
    """Or `none`, `HS256` (with the client's secret), `HS256 with the public key`, `stranger`, `nothing`."""
    broken: str = ""
    """`discovery`, `token` or `jwks`: that address answers nonsense."""


class Provider:
    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.lies = Lies()
        self.person: dict[str, Any] = {"sub": "u-1", "email": "nobody@example.org", "email_verified": True}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, "")

            def do_POST(self) -> None:
                provider.answer(self, self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/realm"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def settings(self) -> dict[str, Any]:
        """The entry of `OIDC_PROVIDERS` for it."""
        return {
            "name": "example", "label": "Example News", "issuer": self.issuer,
            "client_id": CLIENT, "client_secret": SECRET, "organisation": None,
        }  # fmt: skip

    def let_in(self, address: str) -> dict[str, str]:
        """What a browser brings back from the provider after the person has signed in there: code and state."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.issuer}/authorize?")
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
        assert "openid" in asked["scope"].split() and len(asked["nonce"]) >= 20 and len(asked["state"]) >= 20
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, handler: BaseHTTPRequestHandler, body: str) -> None:
        path = urlsplit(handler.path).path.removeprefix("/realm")
        self.asked.append(path)
        found: Any = {
            "/.well-known/openid-configuration": self._discovery,
            "/jwks": lambda: {"keys": [self.key.as_dict(private=False)]},
            "/token": lambda: self._token(handler, body),
            "/userinfo": lambda: self.lies.userinfo,
        }.get(path, lambda: None)()
        if self.lies.broken and self.lies.broken in path:
            found = "<html>"
        status = 200 if found is not None else 400
        content = json.dumps(found).encode() if not isinstance(found, str) else found.encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def _discovery(self) -> dict[str, Any]:
        right = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return right | self.lies.discovery

    def _token(self, handler: BaseHTTPRequestHandler, body: str) -> dict[str, Any] | None:
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or sent.get("redirect_uri") != asked["redirect_uri"]:
            return None
        if not (_is_basic(handler.headers.get("Authorization", "")) or sent.get("client_secret") == SECRET):
            return None
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        told = {"access_token": "at", "token_type": "Bearer", "expires_in": 60}
        return told if self.lies.sign == "nothing" else told | {"id_token": self._id_token(asked["nonce"])}

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.person,
            **self.lies.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        match self.lies.sign:
            case "none":
                return _by_hand("none", claims, None)
            case "HS256":
                return _by_hand("HS256", claims, SECRET.encode())
            case "HS256 with the public key":
                return _by_hand("HS256", claims, self.key.as_pem(private=False))
            case "stranger":
                return jwt.encode({"alg": "RS256", "kid": "one"}, claims, RSAKey.generate_key(2048))
            case _:
                return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)


def _by_hand(algorithm: str, claims: dict[str, Any], key: bytes | None) -> str:
    """A token that no decent library makes."""
    signed = ".".join(_b64(json.dumps(part).encode()) for part in ({"alg": algorithm, "kid": "one"}, claims))
    return f"{signed}.{_b64(hmac.digest(key, signed.encode(), 'sha256')) if key else ''}"


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _is_basic(header: str) -> bool:
    from urllib.parse import unquote_plus

    scheme, _space, value = header.partition(" ")
    if scheme != "Basic":
        return False
    name, _colon, secret = base64.b64decode(value).decode().partition(":")
    return name == CLIENT and SECRET in (secret, unquote_plus(secret))
