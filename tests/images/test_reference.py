"""Image references as Docker reads them."""

import pytest

from dfix.images import parse_reference


@pytest.mark.parametrize(
    ("text", "registry", "path", "tag", "digest", "name"),
    [
        ("golang", "docker.io", "library/golang", None, None, "golang"),
        ("golang:1.22", "docker.io", "library/golang", "1.22", None, "golang"),
        ("docker.io/library/golang:1", "docker.io", "library/golang", "1", None, "golang"),
        ("docker.io/golang", "docker.io", "library/golang", None, None, "golang"),
        ("index.docker.io/a/b", "docker.io", "a/b", None, None, "a/b"),
        ("a/b:c@sha256:0", "docker.io", "a/b", "c", "sha256:0", "a/b"),
        ("localhost:5000/a", "localhost:5000", "a", None, None, "localhost:5000/a"),
        ("gcr.io/distroless/static", "gcr.io", "distroless/static", None, None, "gcr.io/distroless/static"),
        ("localhost/a:T_1", "localhost", "a", "T_1", None, "localhost/a"),
    ],
)
def test_parse(text: str, registry: str, path: str, tag: str | None, digest: str | None, name: str) -> None:
    reference = parse_reference(text)
    assert reference is not None
    assert (*reference, reference.name) == (registry, path, tag, digest, name)


@pytest.mark.parametrize("text", ["", "Golang", "a b", "a:", "a:b/c:", "-a", "a//b", "$X"])
def test_no_reference(text: str) -> None:
    assert parse_reference(text) is None
