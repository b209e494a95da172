"""Webhooks reach public addresses only. Each way of hiding an inner one has its name here."""

from ipaddress import ip_network

import pytest

from app.rules.addresses import is_allowed, url_fault

INNER = {
    "loopback": "127.0.0.1", "loopback elsewhere": "127.8.8.8", "this host": "0.0.0.0", "private class A": "10.1.2.3",
    "private class B": "172.31.0.1", "private class C": "192.168.0.1", "metadata of clouds": "169.254.169.254",
    "carrier-grade NAT": "100.64.0.1", "multicast": "224.0.0.251", "broadcast": "255.255.255.255",
    "reserved": "240.0.0.1", "benchmarking": "198.18.0.1", "documentation": "192.0.2.1", "protocols": "192.0.0.8",
    "IPv6 loopback": "::1", "IPv6 unspecified": "::", "IPv6 link-local": "fe80::1", "with a zone": "fe80::1%eth0",
    "IPv6 private": "fd12::1", "IPv6 site-local": "fec0::1", "IPv6 multicast": "ff02::1",
    "IPv6 documentation": "2001:db8::1", "IPv4-mapped loopback": "::ffff:127.0.0.1",
    "IPv4-mapped private": "::ffff:10.0.0.1", "IPv4-mapped in hex": "::ffff:a9fe:a9fe",
    "IPv4-compatible": "::127.0.0.1", "NAT64 of loopback": "64:ff9b::7f00:1", "NAT64 of private": "64:ff9b::a00:1",
    "local NAT64": "64:ff9b:1::1", "6to4 of loopback": "2002:7f00:1::1", "6to4 of private": "2002:a00:1::1",
    "Teredo": "2001:0:1::1", "no address": "localhost", "octal": "0177.0.0.1", "one number": "2130706433",
}  # fmt: skip


@pytest.mark.parametrize("address", INNER.values(), ids=INNER.keys())
def test_ssrf_to_an_inner_address(address: str) -> None:
    assert not is_allowed(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "103.12.80.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_allowed(address)


def test_the_operator_allows_networks() -> None:
    allowed = (ip_network("10.20.0.0/16"), ip_network("fd12::/64"))
    assert is_allowed("10.20.1.1", allowed)
    assert is_allowed("::ffff:10.20.1.1", allowed)
    assert is_allowed("fd12::5", allowed)
    assert not is_allowed("10.21.1.1", allowed)
    assert not is_allowed("127.0.0.1", allowed)


@pytest.mark.parametrize(("url", "fault"), [
    ("https://penerima.example/jipp?x=1", None), ("https://8.8.8.8:8443/", None), ("HTTPS://Penerima.Example", None),
    ("http://penerima.example/", "https_only"), ("ftp://penerima.example/", "https_only"),
    ("file:///etc/passwd", "https_only"), ("gopher://penerima.example/", "https_only"), ("javascript:1", "https_only"),
    ("https://user:sandi@penerima.example/", "url_parsing"), ("https://penerima.example/#a", "url_parsing"),
    ("https:///jipp", "url_parsing"), ("https://penerima.example:99999/", "url_parsing"), ("penerima", "https_only"),
    ("https://penerima.example/\r\nHost: lain", "url_parsing"), ("https://a.example\\@b.example/", "url_parsing"),
    ("https://[::1/", "url_parsing"), ("https://penerima.example:0/", "url_parsing"),
    ("https://127.0.0.1/", "private_address"), ("https://[::ffff:10.0.0.1]/", "private_address"),
    ("https://localhost/", "private_address"), ("https://LOCALHOST./", "private_address"),
])  # fmt: skip
def test_addresses_of_webhooks(url: str, fault: str | None) -> None:
    assert url_fault(url, allow_http=False) == fault


def test_http_where_the_operator_allows_it() -> None:
    assert url_fault("http://penerima.example/", allow_http=True) is None
    assert url_fault("http://127.0.0.1/", allow_http=True) == "private_address"
    assert url_fault("http://127.0.0.1/", allow_http=True, allowed=(ip_network("127.0.0.0/8"),)) is None
