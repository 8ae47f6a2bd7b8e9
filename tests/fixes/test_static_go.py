"""CGO_ENABLED=0 and -linkmode external: put where the build is, in whatever form it is written."""

import pytest

from dfix import Applicability, Family, Options, analyse, fix


def repaired(run: str, before: str = "FROM golang:1.22 AS b\nWORKDIR /src\n") -> str:
    after = "FROM alpine:3.20\nCOPY --from=b /app /app\n"
    return fix(f"{before}{run}\n{after}".encode()).data.decode().removeprefix(before).removesuffix(f"\n{after}")


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ('RUN ["sh", "-c", "go build -o /app ."]', 'RUN ["sh", "-c", "CGO_ENABLED=0 go build -o /app ."]'),
        ('RUN ["go", "build", "-o", "/app"]', 'ENV CGO_ENABLED=0\nRUN ["go", "build", "-o", "/app"]'),
        ('run ["go", "build", "-o", "/app"]', 'env CGO_ENABLED=0\nrun ["go", "build", "-o", "/app"]'),
        ("RUN bash -c 'go build -o /app .'", "RUN bash -c 'CGO_ENABLED=0 go build -o /app .'"),
        ('RUN bash -c "go build -o /app ."', 'RUN bash -c "CGO_ENABLED=0 go build -o /app ."'),
        ("RUN GOOS=linux \\\n  go build -o /app .", "RUN CGO_ENABLED=0 GOOS=linux \\\n  go build -o /app ."),
        ("RUN a && \\\n# why\n  go build -o /app .", "RUN a && \\\n# why\n  CGO_ENABLED=0 go build -o /app ."),
        ("RUN (cd x && go build -o /app .)", "RUN (cd x && CGO_ENABLED=0 go build -o /app .)"),
        (
            "RUN --mount=type=cache,target=/c go build -o /app",
            "RUN --mount=type=cache,target=/c CGO_ENABLED=0 go build -o /app",
        ),
        ("RUN <<EOF\ngo build -o /app .\nEOF", "RUN <<EOF\nCGO_ENABLED=0 go build -o /app .\nEOF"),
        ("RUN go build -o /app . | tee log", "RUN CGO_ENABLED=0 go build -o /app . | tee log"),
        (
            'RUN go build -ldflags="-extldflags=-static" -o /app .',
            'RUN go build -ldflags="-linkmode external -extldflags=-static" -o /app .',
        ),
        (
            "RUN go build -ldflags \"-w -extldflags '-static'\" -o /app .",
            "RUN go build -ldflags \"-w -linkmode external -extldflags '-static'\" -o /app .",
        ),
    ],
)
def test_repaired(run: str, expected: str) -> None:
    assert repaired(run) == expected


@pytest.mark.parametrize(
    "run",
    [
        pytest.param("RUN CGO_ENABLED=1 go build -o /app .", id="cgo is asked for inline"),
        pytest.param("ENV CGO_ENABLED=1\nRUN go build -o /app .", id="cgo is asked for by ENV"),
        pytest.param("RUN apt-get install -y libpcap-dev && go build -o /app .", id="a C library is installed for it"),
        pytest.param("RUN go build -race -o /app .", id="-race needs cgo"),
        pytest.param("RUN go build -buildmode=pie -o /app .", id="pie keeps its loader"),
        pytest.param('RUN X=1; bash -c "go build -o /app $X"', id="the text does not stand in the file as it is"),
    ],
)
def test_no_safe_repair(run: str) -> None:
    assert repaired(run) == run


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (
            "RUN CGO_ENABLED=1 go build -o /app .",
            "RUN CGO_ENABLED=1 go build -ldflags '-linkmode external -extldflags \"-static\"' -o /app .",
        ),
        (
            "RUN CGO_ENABLED=1 go build -ldflags '-s -w' -o /app .",
            "RUN CGO_ENABLED=1 go build -ldflags '-s -w -linkmode external -extldflags \"-static\"' -o /app .",
        ),
        (
            'RUN CGO_ENABLED=1 go build -ldflags "-s" -o /app .',
            "RUN CGO_ENABLED=1 go build -ldflags \"-s -linkmode external -extldflags '-static'\" -o /app .",
        ),
        (
            "RUN go build -race -o /app .",
            "RUN go build -ldflags '-linkmode external -extldflags \"-static\"' -race -o /app .",
        ),
        (
            "RUN go build -buildmode=pie -o /app .",
            "RUN go build -ldflags '-linkmode external -extldflags \"-static-pie\"' -buildmode=pie -o /app .",
        ),
    ],
)
def test_linked_statically_where_cgo_is_needed(run: str, expected: str) -> None:
    before, after = "FROM golang:1.22 AS b\n", "FROM alpine:3.20\nCOPY --from=b /app /app\n"
    result = fix(f"{before}{run}\n{after}", Options(prefer=Family.STATIC), Applicability.UNSAFE)
    assert result.text == f"{before}{expected}\n{after}"


@pytest.mark.parametrize(
    ("run", "offered"),
    [
        pytest.param("RUN go build -o /app .", ["cgo-off safe likely"], id="one package, which cannot be read"),
        pytest.param("RUN go build -o /app ./...", ["cgo-off unsafe likely"], id="all packages"),
        pytest.param("RUN go build -o /app/ ./a ./b", ["cgo-off unsafe likely"], id="several packages"),
        pytest.param("RUN go build -o /app a.go b.go", ["cgo-off safe likely"], id="files of one package"),
        pytest.param(
            "RUN go build -ldflags '-linkmode external' -o /app .",
            ["link-externally unsafe likely"],
            id="external linker",
        ),
        pytest.param("RUN go build -asan -o /app .", [], id="a sanitizer"),
        pytest.param("RUN go build -buildmode=plugin -o /p.so ./p && go build -o /app .", [], id="it opens plugins"),
    ],
)
def test_cgo_off_is_no_surer_than_what_is_known(run: str, offered: list[str]) -> None:
    text = f"FROM golang:1.22 AS b\nWORKDIR /src\n{run}\nFROM alpine:3.20\nCOPY --from=b /app /app\n"
    fixes = analyse(text).findings[0].fixes
    static = [one for one in fixes if one.family is Family.STATIC]
    assert [f"{one.repair.id} {one.applicability.word} {one.cure.word}" for one in static] == offered


def test_two_builds_are_edited_in_one_fix() -> None:
    run = "RUN go build -o /out/a ./a && {}go build -o /out/b ./b"
    text = f"FROM golang:1.22 AS b\nWORKDIR /src\n{run}\nFROM alpine:3.20\nCOPY --from=b /out/ /bin/\n"
    off = "CGO_ENABLED=0 "
    assert fix(text.format("")).text == text.format(off).replace("RUN go", f"RUN {off}go")
