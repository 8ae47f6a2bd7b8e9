"""Dune's and opam's files."""

from time import perf_counter

import pytest

from dfix.manifests.dune import Stanza, asks_for_static, depends_of_opam, depends_of_project, stanzas

OPAM = """opam-version: "2.0"
description: "depends: [ \\"none\\" ]"
depends: [
  "ssl" {>= "0.5.8"} # "commented"
  "zarith" {with-test}
  "odoc" {with-doc}
  "dune" {build & >= "2.0"}
  "conf-libev" {os != "win32"}
]
depopts: ["lwt_ssl"]
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OPAM, ("ssl", "conf-libev")),
        ('depends: ["ocaml" "dream"]\n', ("ocaml", "dream")),
        ('opam-version: "2.0"\n', ()),
        ("", ()),
        ('depends: [ "open"', ("open",)),
    ],
)
def test_depends_of_opam(text: str, expected: tuple[str, ...]) -> None:
    assert depends_of_opam(text) == expected


def test_depends_of_project() -> None:
    text = (
        '(lang dune 3.0)\n(generate_opam_files true)\n(package (name a) (synopsis "(depends x)")\n'
        " (depends ocaml (ssl (>= 0.5)) (alcotest :with-test) (odoc (and :with-doc (>= 2))) dune))\n"
    )
    assert depends_of_project(text) == ("ocaml", "ssl", "dune")
    assert depends_of_project("(lang dune 3.0)") == ()


def test_stanzas() -> None:
    text = (
        "; (executable (name none))\n(executable (name app) (public_name the-app)\n"
        " (libraries lib (re_export ssl) (select x.ml from (lwt_ssl -> a.ml) (-> b.ml))))\n"
        "(library (name lib) (public_name app.lib) (libraries zarith))\n(test (name t) (libraries pcre))\n(rule (action))\n"
    )
    assert stanzas(text) == (
        Stanza(True, ("app",), ("the-app",), ("lib", "ssl")),
        Stanza(False, ("lib",), ("app.lib",), ("zarith",)),
    )


def test_static() -> None:
    assert asks_for_static("(link_flags (-ccopt -static))")
    assert not asks_for_static("(libraries foo-static)")


@pytest.mark.parametrize("text", ["(" * 100_000, '"' + '\\"' * 50_000, "(a " * 30_000, ")" * 100_000, '("a' * 30_000])
def test_hostile_files_are_read_in_time(text: str) -> None:
    started = perf_counter()
    stanzas(text)
    depends_of_project(text)
    depends_of_opam("depends: [" + text)
    assert perf_counter() - started < 2
