"""Dockerfiles in YAML, HCL, JSON, shell, Jinja and Markdown: found, repaired in place, all else untouched."""

import json

import pytest
from ruamel.yaml import YAML

from dfix import Applicability, Options
from dfix.hosts import HostError, extract
from dfix.run.host_files import analyse_host, fix_host

OLD, NEW = "RUN go build -o /app .", "RUN CGO_ENABLED=0 go build -o /app ."
LDCONFIG = "RUN ldconfig /usr/lib"
COMPOSE = """\
# before: é
services:
  web:   # odd   spacing
    build:
      context: .
      dockerfile_inline: |
        FROM golang:1.22 AS b
        RUN go build -o /app .

        FROM alpine:3.20
        RUN ldconfig /usr/lib
        ENV HOME=$$HOME
        COPY --from=b /app /app
    image:  "x"
  other:
    build: {context: ., dockerfile_inline: "FROM alpine:3.20\\nRUN ldconfig /usr/lib\\n"}
"""
WORKFLOW = """\
jobs:
  build:
    steps:
      - run: |
          cat > "$DIR/Dockerfile" <<'EOF'
          FROM golang:1.22 AS b
          RUN go build -o /app .
          FROM alpine:3.20
          COPY --from=b /app /app
          EOF
          docker build .
"""
SCRIPT = """\
#!/bin/sh
tee sub/Dockerfile.dev >/dev/null <<EOF
FROM golang:1.22 AS b
RUN VERSION=\\$(git describe) go build -o /app .
FROM alpine:3.20
COPY --from=b /app /app
LABEL by=$USER
EOF
cat > notes.txt <<EOF
FROM golang:1.22 AS b
RUN go build -o /app .
EOF
"""
BAKE = """\
target "app" {
  dockerfile-inline = <<EOT
FROM golang:1.22 AS b
RUN go build -o /app .
FROM alpine:3.20
COPY --from=b /app /app
LABEL v=${VERSION} w=$${HOME}
EOT
  tags = ["x"]
}
"""
JSON_BAKE = json.dumps(
    {"target": {"a": {"dockerfile-inline": f"FROM golang:1.22 AS b\n{OLD}\nFROM alpine:3.20\nCOPY --from=b /app /é\n"}}}
)
JINJA = """\
{# a comment #}
FROM golang:1.22 AS b
RUN go build -o /app .
FROM alpine:3.20
LABEL version="{{ version }}"
COPY --from=b /app /app
"""
EARTH = """\
VERSION 0.8
FROM golang:1.22
WORKDIR /src

deps:
    COPY go.mod go.sum ./
    RUN go mod download
    SAVE ARTIFACT go.mod AS LOCAL go.mod

build:   # the program
    FROM +deps
    COPY --dir cmd pkg .
    RUN go build \\
        -o /app .
    SAVE ARTIFACT /app server

docker:
    FROM alpine:3.20
    COPY +build/server /usr/local/bin/server
    RUN ldconfig /usr/lib
    SAVE IMAGE x:latest
"""
MARKDOWN = """\
# Title

> ```dockerfile
> FROM golang:1.22 AS b
> RUN go build -o /app .
> FROM alpine:3.20
> COPY --from=b /app /app
> ```

```sh
FROM golang:1.22
RUN go build -o /app .
```
"""
CASES = {
    "compose.yaml": (COMPOSE, COMPOSE.replace(OLD, NEW).replace(f"        {LDCONFIG}\n", "")),
    ".github/workflows/x.yml": (WORKFLOW, WORKFLOW.replace(OLD, NEW)),
    "x.sh": (SCRIPT, SCRIPT.replace("RUN VERSION", "RUN CGO_ENABLED=0 VERSION")),
    "docker-bake.hcl": (BAKE, BAKE.replace(OLD, NEW)),
    "docker-bake.json": (JSON_BAKE, JSON_BAKE.replace(OLD, NEW)),
    "Dockerfile.j2": (JINJA, JINJA.replace(OLD, NEW)),
    "{{cookiecutter.name}}/Dockerfile": (JINJA, JINJA.replace(OLD, NEW)),
    "Earthfile": (EARTH, EARTH.replace("RUN go build", "RUN CGO_ENABLED=0 go build").replace(f"    {LDCONFIG}\n", "")),
    "README.md": (MARKDOWN, MARKDOWN.replace(f"> {OLD}", f"> {NEW}")),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_repaired_in_place(name: str, newline: str) -> None:
    before, after = (text.replace("\n", newline).encode() for text in CASES[name])
    result = fix_host(name, before, Options(), Applicability.SAFE)
    assert result.data == after
    assert fix_host(name, after, Options(), Applicability.SAFE).data == after


@pytest.mark.parametrize("name", CASES)
def test_places_are_the_hosts(name: str) -> None:
    text = CASES[name][0].encode()
    for finding in analyse_host(name, text, Options()).findings:
        assert (
            text[slice(*finding.span)] in (b"/app", b"server", b"ldconfig", b"ldconfig /usr/lib") or b"ldconfig" in text
        )


def test_compose_means_what_it_says() -> None:
    web, other = extract("compose.yaml", COMPOSE.encode())
    read = YAML(typ="safe").load(COMPOSE)["services"]
    assert web.data.decode() == read["web"]["build"]["dockerfile_inline"].replace("$$", "$")
    assert other.data.decode() == read["other"]["build"]["dockerfile_inline"]


def test_another_style_is_reported_and_not_changed() -> None:
    findings = analyse_host("compose.yaml", COMPOSE.encode(), Options()).findings
    assert [fix.obstacle for fix in findings[-1].fixes] == [
        "only a literal block (`dockerfile_inline: |`) is changed in place"
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.sh", "cat > Dockerfile <<EOF\nFROM golang:$V\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=0 /app /a\nEOF\n"),
        ("x.sh", "cat > Dockerfile <<EOF\nFROM golang:1.22\nRUN x\n"),
        ("Dockerfile.j2", JINJA.replace("FROM alpine:3.20", "{% if x %}\nFROM alpine:3.20\n{% endif %}")),
        ("Earthfile", EARTH.replace("    RUN ldconfig", "    IF true\n    RUN ldconfig").replace("FROM alpine:3.20", "FROM +deps")),
        ("Earthfile", "VERSION 0.8\n"),
        ("x.yaml", "a: 1\n"),
        ("x.json", "{}"),
        ("x.md", "```dockerfile\nFROM a\n"),
    ],
)  # fmt: skip
def test_nothing_is_said_of(name: str, text: str) -> None:
    assert analyse_host(name, text.encode(), Options()).findings == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.yaml", b"dockerfile_inline: [\n"),
        ("x.yaml", b"dockerfile_inline: \xff\n"),
        ("x.yaml", b"dockerfile_inline: " + b"[" * 3_000),
        ("x.json", b'{"dockerfile-inline": '),
        ("x.json", b"dockerfile-inline" + b"[" * 100_000),
    ],
    ids=["yaml", "not UTF-8", "deep yaml", "json", "deep json"],
)
def test_what_is_not_well_formed(name: str, data: bytes) -> None:
    with pytest.raises(HostError):
        extract(name, data)


def test_aliases_that_grow_are_not_followed() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12)
    )
    assert extract("x.yaml", (bomb + "dockerfile_inline: x\n").encode()) == ()
