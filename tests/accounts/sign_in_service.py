"""A sign-in service for tests: discovery, keys, one code flow with PKCE; and its bad twins."""

import base64
import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "vorort", "geheim-fuer-tests"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _public(key: Any, kid: str) -> dict[str, Any]:
    return {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())), "kid": kid,
            "use": "sig", "alg": "RS256"}  # fmt: skip


@dataclass
class Service:
    """The service; a test changes what it says of somebody, or how it lies."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    # Changes to the token after all else, to its head, and to what discovery says.
    lie: dict[str, Any] = field(default_factory=dict)
    discovery_lie: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | None = None
    algorithm: str = "RS256"
    key: Any = KEY
    down: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        here = self.address
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/ask",
            "token_endpoint": f"{here}/token",
            "userinfo_endpoint": f"{here}/me",
            "jwks_uri": f"{here}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            **self.discovery_lie,
        }

    def sign_in(self, url: str) -> dict[str, str]:
        """What the browser does there: read the request, return code and state."""
        words = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert words["response_type"] == "code"
        assert words["code_challenge_method"] == "S256"
        assert words["client_id"] == CLIENT
        self.asked = words
        code = f"code-{len(self.codes)}"
        self.codes[code] = words
        return {"code": code, "state": words["state"]}

    def exchange(self, body: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(body.get("code", ""), None)
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization != f"Basic {expected}":
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(body["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != asked["code_challenge"] or body["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300,
                  "nonce": asked["nonce"], **self.claims, **self.lie}  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {
            "access_token": "zugriff",
            "token_type": "Bearer",
            "id_token": self.token(claims),
        }

    def token(self, claims: dict[str, Any]) -> str:
        if self.algorithm == "none":
            return jwt.encode(claims, "", algorithm="none", headers={"kid": "one"})
        if self.algorithm == "HS256":
            # Signed with what everybody who knows the client secret could sign with.
            return jwt.encode(
                claims, SECRET.ljust(32, "-"), algorithm="HS256", headers={"kid": "one"}
            )
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if service.down:
                self.answer(503, {})
            elif self.path == "/.well-known/openid-configuration":
                self.answer(200, service.discovery())
            elif self.path == "/keys":
                self.answer(200, {"keys": [_public(KEY, "one")]})
            elif self.path == "/me" and self.headers["Authorization"] == "Bearer zugriff":
                self.answer(200, service.userinfo or {"sub": service.claims.get("sub")})
            else:
                self.answer(404, {})

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            body = {name: values[0] for name, values in parse_qs(raw).items()}
            self.answer(*service.exchange(body, self.headers.get("Authorization", "")))

        def answer(self, status: int, content: dict[str, Any]) -> None:
            raw = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_words: object) -> None:
            """Tests are quiet."""

    return Handler


@contextlib.contextmanager
def running() -> Iterator[Service]:
    service = Service()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(service))
    service.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
