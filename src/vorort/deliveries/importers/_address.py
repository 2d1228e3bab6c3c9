"""Which addresses may be asked: no local ones, unless the operator says so."""

import ipaddress
import socket
from typing import Any
from urllib.parse import SplitResult, urlsplit

import requests
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from vorort.core.errors import DomainError


class AddressRefused(DomainError):
    """An address nobody should be asked for from here."""


def check_address(url: str, *, came_from: str = "", allow_private: bool, proxied: bool) -> None:
    """Refuse an address that is no public web address, or less safe than the one before it.

    Behind a proxy the names are looked up there; only what is written out is judged here.
    """
    parts = urlsplit(url)
    schemes = {"https"} if urlsplit(came_from).scheme == "https" else {"https", "http"}
    if parts.scheme not in schemes or not parts.hostname:
        raise AddressRefused(_("Diese Adresse wird nicht abgerufen: %(url)s") % {"url": plain(url)})
    if parts.username or parts.password:
        raise AddressRefused(_("Zugangsdaten gehören nicht in eine Adresse."))
    if allow_private:
        return
    if parts.scheme == "http":
        raise AddressRefused(
            _("Tabellen werden nur verschlüsselt abgerufen (https): %(url)s") % {"url": plain(url)}
        )
    _check_host(parts, proxied=proxied)


def plain(url: str) -> str:
    """Return an address for messages: without a query, which may hold a key."""
    parts = urlsplit(url)
    return parts._replace(query="", fragment="", netloc=parts.hostname or "").geturl()[:200]


def _check_host(parts: SplitResult, *, proxied: bool) -> None:
    host = parts.hostname or ""
    try:
        found = [str(ipaddress.ip_address(host))]
    except ValueError:
        if proxied and host != "localhost":
            return
        try:
            found = [str(row[4][0]) for row in socket.getaddrinfo(host, None)]
        except OSError as error:
            raise requests.ConnectionError(host) from error
    for address in found:
        refuse_private(address)


def refuse_private(address: str) -> None:
    """Refuse addresses of the own machine and network, also written as IPv6."""
    known = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(known, "ipv4_mapped", None) or known
    if not mapped.is_global or mapped.is_multicast:
        raise AddressRefused(
            _("Unter dieser Adresse antwortet ein Rechner im eigenen Netz. Das ist nicht erlaubt.")
        )


def session(*, allow_private: bool) -> requests.Session:
    """Return a session that asks nobody for redirects, and sends no credentials of its own."""
    made = requests.Session()
    made.auth = _no_credentials
    made.headers.update({"User-Agent": "VorOrt", "Accept": "*/*", "Accept-Encoding": "identity"})
    if not allow_private:
        for scheme in ("https://", "http://"):
            made.mount(scheme, _PublicOnly())
    return made


def is_proxied(made: requests.Session, url: str) -> bool:
    """Whether a proxy of the surroundings would be asked."""
    settings = made.merge_environment_settings(url, {}, None, None, None)
    return bool(select_proxy(url, settings["proxies"]))


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Add nothing: without this, a .netrc on the machine would be read."""
    return request


class _CheckedConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _CheckedTlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


def _checked(connected: socket.socket) -> socket.socket:
    """Judge who really answers: a name may point elsewhere a moment after it was looked up."""
    try:
        refuse_private(str(connected.getpeername()[0]))
    except AddressRefused:
        connected.close()
        raise
    return connected


class _Pool(HTTPConnectionPool):
    ConnectionCls = _CheckedConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedTlsConnection


class _PublicOnly(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
