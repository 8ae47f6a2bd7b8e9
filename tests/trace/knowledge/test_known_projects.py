"""What well-known projects link that builds download: by their addresses, their words and the builder's headers."""

import json
from pathlib import Path

import pytest

import dfix.trace.knowledge.needs.known_projects as module
from dfix import Confidence, analyse
from dfix.trace.knowledge.needs import needs_of
from dfix.trace.knowledge.needs.known_projects import facts, sources

DEBIAN = (
    "FROM debian:12\nRUN apt-get update && apt-get install -y build-essential cmake git wget libssl-dev libpcre2-dev "
    "zlib1g-dev libevent-dev liblua5.4-dev libxml2-dev libxslt1-dev libsqlite3-dev libzmq3-dev libuv1-dev libffi-dev\n"
)
GET = "RUN wget https://nginx.org/download/nginx-1.25.0.tar.gz && tar xf nginx-1.25.0.tar.gz && cd nginx-1.25.0 && "
NGINX = f"{GET}./configure {{}} && make -j $(nproc) && make install"
HAPROXY = (
    "RUN wget -qO- https://www.haproxy.org/download/2.8/src/haproxy-2.8.0.tar.gz | tar xz && cd haproxy-2.8.0 && "
    "make TARGET=linux-glibc {} && make install"
)
ALL = {"libpcre2-8.so.0", "libz.so.1"}
TLS = {"libssl.so.3", "libcrypto.so.3"}


def known(lines: str) -> set[str]:
    """The libraries that products of the last stage are likely to need as those of a known project."""
    root = analyse(f'{lines}\nCMD ["x"]\n'.encode()).trace.stages[-1].root
    return {
        need.soname
        for _, node in root.nodes.items()
        for need in needs_of(node.artifact, root)
        if need.sure >= Confidence.LIKELY and "links it" in need.because
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ALL),
        ("--with-http_ssl_module --with-http_gzip_static_module", ALL | TLS),
        ("--with-http_ssl_module=dynamic", ALL),
        ("--with-http_ssl_module --with-openssl=../openssl-3.0.1", ALL),
        ("--with-pcre=../pcre2-10.42", {"libz.so.1"}),
        ("--without-http_rewrite_module --without-http_gzip_module", set()),
        ("--with-http_xslt_module", ALL | {"libxml2.so.2", "libxslt.so.1"}),
        ("--with-http_image_filter_module", ALL),  # the builder has no headers of it
        ('--with-ld-opt="-static"', set()),
        ("$MORE", set()),  # it may ask for a static link, or turn something off
    ],
)
def test_words_of_nginx(words: str, expected: set[str]) -> None:
    assert known(f"ARG MORE\n{DEBIAN}ARG MORE\n{NGINX.format(words)}") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", set()),
        ("USE_OPENSSL=1 USE_PCRE2=1 USE_LUA=1", {*TLS, "libpcre2-8.so.0", "liblua5.4.so.0"}),
        ("USE_OPENSSL= USE_PCRE2=0", set()),
        ("USE_OPENSSL=1 SSL_LIB=/opt/quictls/lib", set()),
        ("USE_PCRE2=1 USE_STATIC_PCRE2=1", set()),
        ("USE_PCRE2=1 LDFLAGS=-static", set()),
        ("USE_PCRE2=1 $MORE", {"libpcre2-8.so.0"}),  # what is said stays
    ],
)
def test_words_of_haproxy(words: str, expected: set[str]) -> None:
    assert known(f"ARG MORE\n{DEBIAN}ARG MORE\n{HAPROXY.format(words)}") == expected


CONFIGURE = "./configure && make && make install"
CLONE = "RUN git clone https://github.com/"
ADDED = "ADD https://nginx.org/download/nginx-1.25.0.tar.gz /tmp/\nRUN cd /tmp && tar xf nginx-1.25.0.tar.gz"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (f"{CLONE}nginx/nginx /src && cd /src && ./auto/configure && make && make install", ALL),
        (f"RUN git clone git@github.com:nginx/nginx.git && cd nginx && auto/{CONFIGURE[2:]}", ALL),
        (f"{ADDED} && cd nginx-1.25.0 && {CONFIGURE}", ALL),
        ("ADD https://github.com/nginx/nginx.git#master /src\nRUN cd /src && auto/" + CONFIGURE[2:], ALL),
        (
            ("RUN mkdir /b && wget -O x.tgz https://nginx.org/download/nginx-1.25.0.tar.gz && "
            f"tar xf x.tgz -C /b --strip-components=1 && cd /b && {CONFIGURE}"),
            ALL,
        ),
        (f"{GET}./configure && make && cp objs/nginx /usr/sbin/", ALL),
        # An add-on links nothing of its program's; another project only has a like name, or no address tells of it.
        (f"{GET}./configure --with-compat --add-dynamic-module=../x && make modules", set()),
        (f"{CLONE}nginx/nginx-acme nginx && cd nginx && {CONFIGURE}", set()),
        (f"{CLONE}someone/nginx && cd nginx && {CONFIGURE}", set()),
        (f"COPY . /nginx-1.25.0\nRUN cd /nginx-1.25.0 && {CONFIGURE}", set()),
        (f"{GET[: -len('cd nginx-1.25.0 && ')]}cd /src/other && {CONFIGURE}", set()),
        # Several projects: each by its own name.
        (
            ("RUN wget https://memcached.org/files/memcached-1.6.20.tar.gz https://nginx.org/download/nginx-1.25.0.tar.gz "
            f"&& tar xf memcached-1.6.20.tar.gz && cd memcached-1.6.20 && {CONFIGURE}"),
            {"libevent-2.1.so.7"},
        ),
        # Its own OpenSSL.
        (
            ("RUN wget https://www.openssl.org/source/openssl-3.1.0.tar.gz && tar xf openssl-3.1.0.tar.gz && "
            f"cd openssl-3.1.0 && {CONFIGURE}\n{NGINX.format('--with-http_ssl_module')}"),
            ALL,
        ),
        # The tool that configures it tells the versions apart.
        (f"{CLONE}bitcoin/bitcoin && cd bitcoin && cmake -B build && cmake --build build",
         {"libevent-2.1.so.7", "libsqlite3.so.0"}),
        (f"{CLONE}bitcoin/bitcoin && cd bitcoin && cmake -B build -DENABLE_WALLET:BOOL=0 && cmake --build build",
         {"libevent-2.1.so.7"}),
        (f"{CLONE}bitcoin/bitcoin && cd bitcoin && ./configure --with-sqlite=no --disable-zmq && make && make install",
         {"libevent-2.1.so.7", "libevent_pthreads-2.1.so.7"}),
        # Versions.
        (
            ("RUN wget https://www.python.org/ftp/python/3.11.4/Python-3.11.4.tgz && tar xf Python-3.11.4.tgz && "
            "cd Python-3.11.4 && ./configure && make altinstall"),
            {*TLS, "libz.so.1", "libffi.so.8"},
        ),
        (
            ("RUN wget https://www.python.org/ftp/python/2.7.18/Python-2.7.18.tgz && tar xf Python-2.7.18.tgz && "
            "cd Python-2.7.18 && ./configure && make install"),
            {*TLS, "libz.so.1"},
        ),
    ],
)  # fmt: skip
def test_sources(lines: str, expected: set[str]) -> None:
    assert known(f"{DEBIAN}{lines}") == expected


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        ("pcre-dev", {"libpcre.so.1"}),
        ("pcre2-dev", {"libpcre2-8.so.0"}),
        ("pcre-dev pcre2-dev", set()),
        ("gettext-dev", set()),
    ],
)
def test_one_of_two(package: str, expected: set[str]) -> None:
    lines = f"FROM alpine:3.18\nRUN apk add --no-cache gcc make libc-dev {package}\n"
    assert known(f"{lines}{NGINX.format('--without-http_gzip_module')}") == expected


def test_where_it_installs() -> None:
    lines = f"{DEBIAN}{NGINX.format('--sbin-path=/usr/sbin/nginx')}\n"
    root = analyse(lines.encode()).trace.stages[-1].root
    made = {path for path, node in root.nodes.items() if node.artifact.made and node.artifact.made.project}
    assert {"/usr/local/nginx/sbin", "/usr/sbin/nginx"} <= made
    assert "/usr/local/sbin" not in made


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://nginx.org/download/nginx-1.25.0.tar.gz", ["nginx"]),
        ("https://freenginx.org/download/freenginx-1.27.0.tar.gz", ["freenginx"]),
        ("https://github.com/nginx/nginx", ["nginx"]),
        ("https://github.com/Bitcoin/bitcoin.git", ["bitcoin", "bitcoin-cmake"]),
        ("https://github.com/nginx/nginx-acme", []),
        ("https://github.com/my-nginx/nginx", []),
        ("https://example.com/", []),
        ("", []),
        ("\x00", []),
    ],
)
def test_addresses(address: str, expected: list[str]) -> None:
    assert [effect.fact.project for effect in sources(address)] == expected  # type: ignore[union-attr]


def test_data() -> None:
    path = Path(module.__file__).parent / "data" / "known_projects.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    names = [row["name"] for row in rows["projects"]]
    assert names == sorted(set(names))
    assert {row["project"] for row in rows["links"]} == set(names)
    for row in rows["projects"]:
        assert row["addresses"] == row["addresses"].lower()
        assert set(row["by"].split()) <= {"configure", "make", "cmake", "meson"}
        assert set(row) <= set(module.Project.__annotations__)
    for row in rows["links"]:
        assert set(row) <= set(module.Links.__annotations__)
        assert row["links"]
        assert row["source"]
    assert facts() == rows
