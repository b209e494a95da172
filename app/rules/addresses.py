"""Which addresses the server may be made to call: only public ones, and what the operator allows."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
_REFUSED = tuple(map(ip_network, (
    "100.64.0.0/10",  # shared by carriers (CGNAT)
    "192.0.0.0/24",  # protocols' own
    "192.88.99.0/24",  # 6to4 relays
    "64:ff9b:1::/48",  # translation to private IPv4
    "fec0::/10",  # site-local of old
    "2001::/23",  # Teredo, ORCHID and more of protocols' own
    "::/96",  # IPv4-compatible of old
)))  # fmt: skip
_CARRY = ((ip_network("64:ff9b::/96"), 0), (ip_network("2002::/16"), 80))
"""IPv6 networks in whose addresses an IPv4 address lies, and how many bits follow it (NAT64, 6to4)."""


def is_allowed(address: str, allowed: Sequence[Network] = ()) -> bool:
    """Whether a connection to this IP address may be made; *allowed* are internal networks that may be reached."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    meant = _meant(ip)
    return _is_public(meant) or any(meant in network for network in allowed)


def _meant(ip: Address) -> Address:
    """The address that is reached in the end: of a mapped or translated one the IPv4 address inside it."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        for network, shift in _CARRY:
            if ip in network:
                return IPv4Address(int(ip) >> shift & 0xFFFF_FFFF)
    return ip


def _is_public(ip: Address) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or any(ip in network for network in _REFUSED))


def url_fault(url: str, *, allow_http: bool, allowed: Sequence[Network] = ()) -> str | None:
    """What is wrong with the address of a webhook, as a code; None where it may be tried.

    A name is resolved and checked when something is sent: what it points at may change.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "url_parsing"
    if not url.isprintable() or any(char.isspace() or char == "\\" for char in url) or port == 0:
        return "url_parsing"
    return _fault(parts, allow_http=allow_http, allowed=allowed)


def _fault(parts: SplitResult, *, allow_http: bool, allowed: Sequence[Network]) -> str | None:
    if parts.scheme not in {"https", "http"} or (parts.scheme == "http" and not allow_http):
        return "https_only"
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        return "url_parsing"
    if parts.hostname.rstrip(".") == "localhost" and not is_allowed("127.0.0.1", allowed):
        return "private_address"
    return None if not _is_literal(parts.hostname) or is_allowed(parts.hostname, allowed) else "private_address"


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
