"""Whether a builder can link a library at all."""

import pytest

from dfix import analyse
from dfix.trace.knowledge.builder_libraries import can_link, lacks_headers


@pytest.mark.parametrize(
    ("lines", "soname", "expected"),
    [
        ("FROM rust:1.80-slim-bookworm", "libssl.so.3", True),
        ("FROM rust:1.80-bookworm", "libssl.so.3", False),
        ("FROM rust:1.80-slim-bullseye", "libssl.so.1.1", True),
        ("FROM rust:1.80-bullseye", "libssl.so.1.1", False),
        ("FROM rust:1.80-slim-bookworm\nRUN apt-get update && apt-get install -y libssl-dev", "libssl.so.3", False),
        ("FROM rust:1.80-slim-bookworm\nRUN apt-get update && apt-get install -y clang", "libssl.so.3", True),
        # What is not known may have brought it.
        ("FROM rust:1.80-slim-bookworm\nCOPY setup.sh .\nRUN ./setup.sh", "libssl.so.3", False),
        ("ARG MORE\nFROM rust:1.80-slim-bookworm\nARG MORE\nRUN apt-get install -y $MORE", "libssl.so.3", False),
        ("FROM example.com/rust", "libssl.so.3", False),
        ("FROM rust:1.80-slim-bookworm", "libnobody-knows.so.1", False),
    ],
)
def test_lacks_headers(lines: str, soname: str, expected: bool) -> None:
    root = analyse(f"{lines}\n").trace.stages[-1].root
    assert lacks_headers(soname, root) is expected


@pytest.mark.parametrize(
    ("lines", "link", "expected"),
    [
        ("FROM rust:1.67\nRUN apt-get update && apt-get install -y libtss2-dev", "tss2-esys", True),
        ("FROM rust:1.67\nRUN apt-get update && apt-get install -y clang", "tss2-esys", False),
        # What is recorded of Boost's package says that it has headers only.
        ("FROM debian:12\nRUN apt-get update && apt-get install -y libboost-dev", "boost_system", False),
    ],
)
def test_a_package_is_for_the_libraries_of_its_project(lines: str, link: str, expected: bool) -> None:
    assert can_link(link, analyse(f"{lines}\n").trace.stages[-1].root) is expected
