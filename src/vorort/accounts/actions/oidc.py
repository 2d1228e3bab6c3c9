"""OpenID Connect, the part a website needs: one code flow with PKCE, state and nonce.

Small and strict rather than general: discovery, the authorisation request, the exchange of the
code, and an ID token whose signature, issuer, audience, times and nonce are all checked, however
it arrived. No business words and no settings; who calls brings the provider.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError

# Only signatures by a private key: nobody who knows the client secret can make one.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
TIMEOUT = (5, 10)
LARGEST_ANSWER = 512 * 1024
LEEWAY = 60


class OidcError(DomainError):
    """The sign-in service did not answer, or answered what cannot be trusted."""


@dataclass(frozen=True)
class Provider:
    """A sign-in service and who we are there."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    scope: str = "openid profile email"


@dataclass(frozen=True)
class Pending:
    """What the browser's session keeps between leaving and coming back."""

    state: str
    nonce: str
    verifier: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def _unanswered() -> OidcError:
    return OidcError(
        _(
            "Der Anmeldedienst antwortet nicht. Bitte versuchen Sie es in einigen Minuten noch einmal."
        )
    )


def _untrusted(why: str) -> OidcError:
    return OidcError(
        _(
            "Die Antwort des Anmeldedienstes war nicht gültig, Sie sind nicht angemeldet. Bitte "
            "beginnen Sie noch einmal; bleibt es dabei, wenden Sie sich an den Betreiber."
        ),
        details={"why": why},
    )


def _require_tls(url: str) -> str:
    """Return the address if it is encrypted or on this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname in {"127.0.0.1", "localhost", "::1"}:
        return url
    raise _untrusted("address without TLS")


def _json(response: requests.Response) -> dict[str, Any]:
    content = response.raw.read(LARGEST_ANSWER + 1, decode_content=True)
    if len(content) > LARGEST_ANSWER:
        raise _untrusted("answer too large")
    response._content = content  # noqa: SLF001 - read by hand, with a limit
    try:
        found = response.json()
    except ValueError as error:
        raise _untrusted("no JSON") from error
    if not isinstance(found, dict):
        raise _untrusted("no object")
    return found


def _get(url: str, *, token: str = "") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with requests.get(
            _require_tls(url), headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as response:
            response.raise_for_status()
            return _json(response)
    except requests.RequestException as error:
        raise _unanswered() from error


def discover(provider: Provider) -> dict[str, Any]:
    """Return what the service says of itself.

    Raises
    ------
    OidcError
        When it does not answer, or calls itself by another name.
    """
    found = _get(f"{provider.issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != provider.issuer.rstrip("/"):
        raise _untrusted("discovery names another issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not isinstance(found.get(name), str):
            raise _untrusted(f"discovery without {name}")
        _require_tls(found[name])
    return found


def begin(provider: Provider, *, again: bool = False) -> tuple[str, Pending]:
    """Return the address to send the browser to, and what to keep until it comes back.

    ``again`` asks the service to let the person sign in anew, whatever session it has.
    """
    found = discover(provider)
    pending = Pending(*(secrets.token_urlsafe(32) for _field in range(3)))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(pending.verifier.encode()).digest())
    words = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.redirect_uri,
        "scope": provider.scope,
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge": challenge.rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if again:
        words |= {"prompt": "login", "max_age": "0"}
    endpoint = found["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(words)}", pending


def complete(provider: Provider, pending: Pending, *, code: str, state: str) -> dict[str, Any]:
    """Exchange the code and return the claims: those of the ID token, completed by userinfo.

    Raises
    ------
    OidcError
        For a foreign state, and whenever the token is not the service's own fresh word to us.
    """
    if not code or not hmac.compare_digest(state.encode(), pending.state.encode()):
        raise _untrusted("state")
    found = discover(provider)
    answer = _exchange(provider, found, pending, code)
    claims = _check(provider, found, pending, str(answer.get("id_token", "")))
    endpoint, token = found.get("userinfo_endpoint"), answer.get("access_token")
    if endpoint and token:
        more = _get(str(endpoint), token=str(token))
        if more.get("sub") != claims["sub"]:
            raise _untrusted("userinfo of another person")
        claims = {**more, **claims}
    return claims


def _exchange(
    provider: Provider, found: dict[str, Any], pending: Pending, code: str
) -> dict[str, Any]:
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.redirect_uri,
        "client_id": provider.client_id,
        "code_verifier": pending.verifier,
    }
    auth = None
    methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in methods:
        auth = (provider.client_id, provider.client_secret)
    else:
        body["client_secret"] = provider.client_secret
    try:
        with requests.post(
            found["token_endpoint"], data=body, auth=auth, timeout=TIMEOUT,
            allow_redirects=False, stream=True,
        ) as response:  # fmt: skip
            if response.status_code >= requests.codes.server_error:
                raise _unanswered()
            if response.status_code != requests.codes.ok:
                raise _untrusted("code not accepted")
            return _json(response)
    except requests.RequestException as error:
        raise _unanswered() from error


def _check(
    provider: Provider, found: dict[str, Any], pending: Pending, token: str
) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise _untrusted("algorithm")
        claims: dict[str, Any] = jwt.decode(
            token,
            _signing_key(found["jwks_uri"], header),
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=found["issuer"],
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as error:
        raise _untrusted(type(error).__name__) from error
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), pending.nonce.encode()):
        raise _untrusted("nonce")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if several and claims.get("azp") != provider.client_id:
        raise _untrusted("authorised party")
    return claims


def _signing_key(address: str, header: dict[str, Any]) -> Any:
    """Return the service's key that the token names; with only one key it may name none."""
    keys = jwt.PyJWKSet.from_dict(_get(address)).keys
    fitting = [
        key for key in keys
        if key.public_key_use in {None, "sig"} and header.get("kid") in {None, key.key_id}
    ]  # fmt: skip
    if len(fitting) != 1:
        raise _untrusted("signing key")
    return fitting[0].key
