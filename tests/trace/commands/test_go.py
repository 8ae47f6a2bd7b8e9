"""Which Go builds are dynamic: the table measured on real programs."""

import pytest

from dfix.plan import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace import Artifact, Linkage, trace

STATIC, DYNAMIC, UNKNOWN = Linkage.STATIC, Linkage.DYNAMIC, Linkage.UNKNOWN


def artifact(base: str, lines: str, path: str = "/app") -> Artifact:
    text = f"FROM {base}\nWORKDIR /src\n{lines}\n"
    (stage,) = trace(plan(parse(Source(text.encode())), BuildOptions())).stages
    node = stage.root.files.find(path)
    assert node is not None
    return node.artifact


@pytest.mark.parametrize(
    ("lines", "linkage"),
    [
        pytest.param("RUN go build -o /app", DYNAMIC, id="cgo is on by default"),
        pytest.param("RUN CGO_ENABLED=0 go build -o /app", STATIC, id="inline"),
        pytest.param("RUN vgo build -o /app", DYNAMIC, id="Go of Go 1.10 with modules"),
        pytest.param("RUN CGO_ENABLED=0 garble build -o /app", STATIC, id="garble"),
        pytest.param("ENV CGO_ENABLED=0\nRUN go build -o /app", STATIC, id="ENV before"),
        pytest.param("RUN go build -o /app\nENV CGO_ENABLED=0", DYNAMIC, id="ENV after"),
        pytest.param("ARG CGO_ENABLED=0\nRUN go build -o /app", STATIC, id="ARG of the stage"),
        pytest.param("RUN go env -w CGO_ENABLED=0\nRUN go build -o /app", STATIC, id="go env -w persists"),
        pytest.param("RUN export CGO_ENABLED=0; go build -o /app", STATIC, id="export in the same RUN"),
        pytest.param("RUN export CGO_ENABLED=0\nRUN go build -o /app", DYNAMIC, id="export alone"),
        pytest.param("RUN CGO_ENABLED=0; go build -o /app", DYNAMIC, id="assigned, not exported"),
        pytest.param("ARG CGO_ENABLED=0\nENV CGO_ENABLED=1\nRUN go build -o /app", DYNAMIC, id="ENV beats ARG"),
        pytest.param("ENV CGO_ENABLED=0\nRUN CGO_ENABLED=1 go build -o /app", DYNAMIC, id="inline beats ENV"),
        pytest.param("RUN env CGO_ENABLED=0 go build -o /app", STATIC, id="env in front"),
        pytest.param("RUN go build -ldflags '-s -w' -o /app", DYNAMIC, id="stripping changes nothing"),
        pytest.param("RUN GOOS=linux go build -a -installsuffix cgo -o /app", DYNAMIC, id="the old recipe"),
        pytest.param("RUN go build -tags netgo,osusergo -o /app", STATIC, id="pure tags"),
        pytest.param("RUN go build -ldflags '-extldflags \"-static\"' -o /app", DYNAMIC, id="extldflags alone"),
        pytest.param(
            "RUN go build -ldflags '-linkmode external -extldflags \"-static\"' -o /app",
            STATIC,
            id="external and static",
        ),
        pytest.param("RUN CGO_ENABLED=0 go build -buildmode=pie -o /app", DYNAMIC, id="pie without cgo"),
        pytest.param("RUN go build -race -o /app", DYNAMIC, id="race"),
        pytest.param("RUN GOARCH=s390x go build -o /app", STATIC, id="cross builds turn cgo off"),
        pytest.param("ARG CGO_ENABLED\nRUN CGO_ENABLED=$CGO_ENABLED go build -o /app", UNKNOWN, id="nobody knows"),
        pytest.param("ENV GOFLAGS=-buildmode=pie\nRUN CGO_ENABLED=0 go build -o /app", DYNAMIC, id="pie by GOFLAGS"),
        pytest.param(
            "RUN if true; then CGO_ENABLED=0 go build -o /app; else go build -o /app; fi", UNKNOWN, id="branches differ"
        ),
        pytest.param("RUN go build -o /app || CGO_ENABLED=0 go build -o /app", UNKNOWN, id="one or the other"),
        pytest.param("RUN cd x && go build -o ../../app .", DYNAMIC, id="relative output"),
        pytest.param("RUN for a in app other; do go build -o /$a ./cmd/$a; done", DYNAMIC, id="a loop over names"),
    ],
)
def test_linkage(lines: str, linkage: Linkage) -> None:
    assert artifact("golang:1.22-bookworm", lines).linkage is linkage


@pytest.mark.parametrize(
    ("base", "lines", "linkage"),
    [
        ("golang:1.22-alpine", "RUN go build -o /app", STATIC),
        ("golang:1.22-alpine", "RUN apk add gcc musl-dev && go build -o /app", DYNAMIC),
        ("debian:12", "RUN go build -o /app", STATIC),
        ("debian:12", "RUN apt-get install -y golang gcc && go build -o /app", DYNAMIC),
        ("registry.example/go", "RUN go build -o /app", UNKNOWN),
        ("golang:1.19-alpine", "RUN go build -o /app", DYNAMIC),
        ("golang:1.13.4-alpine3.10", "RUN CGO_ENABLED=1 go build -o /app", DYNAMIC),
        ("golang:1.9-alpine", "RUN GOOS=linux go build -o /app", DYNAMIC),
        ("golang:1.19-alpine", "RUN CGO_ENABLED=0 go build -o /app", STATIC),
        ("golang:1.19-alpine", "RUN go build -tags netgo -o /app", STATIC),
        ("golang:1.19-alpine", "RUN go build -a -o /app", STATIC),
        ("golang:1.19-alpine", "RUN go build -trimpath -o /app", STATIC),
        ("golang:1.19-alpine", "ENV GOFLAGS=-trimpath\nRUN go build -o /app", STATIC),
        ("golang:1.19-alpine", "RUN go build -a -installsuffix cgo -o /app", STATIC),
        ("golang:1.20-alpine", "RUN go build -o /app", STATIC),
        ("golang:alpine", "RUN go build -o /app", STATIC),
    ],
)
def test_the_compiler_decides(base: str, lines: str, linkage: Linkage) -> None:
    assert artifact(base, lines).linkage is linkage


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        ("RUN go build", "/src/src"),
        ("RUN go build ./cmd/server", "/src/server"),
        ("RUN go build main.go", "/src/main"),
        ("RUN go build -o bin/ ./cmd/server", "/src/bin/server"),
        ("RUN mkdir /out\nRUN go build -o /out ./...", "/out/anything"),
        ("RUN go build -o /usr/local/bin ./cmd/server", "/usr/local/bin/server"),
        ("RUN go build -o /usr/local/bin/a . && go build -o /usr/local/bin ./cmd/b", "/usr/local/bin/a"),
        ("RUN go install example.com/x/cmd/tool@latest", "/go/bin/tool"),
        ("ENV GOBIN=/b\nRUN go install ./...", "/b/tool"),
        ("RUN go build -o /tmp/a . && mv /tmp/a /usr/local/bin/", "/usr/local/bin/a"),
        ("RUN go build -o a . && install -D -m 755 a /opt/x/a", "/opt/x/a"),
        ("ARG N\nRUN go build -o /out/app-$N .", "/out/app-v1"),
    ],
)
def test_where_it_goes(lines: str, path: str) -> None:
    assert artifact("golang:1.22-bookworm", lines, path).linkage is DYNAMIC


@pytest.mark.parametrize(
    ("lines", "need"),
    [
        ("RUN go build -o /app", ""),
        ("ENV CGO_ENABLED=1\nRUN go build -o /app", "`CGO_ENABLED=1`"),
        ("RUN apt-get install -y libpcap-dev\nRUN go build -o /app", "the package `libpcap-dev`"),
        ("ENV CGO_CFLAGS=-O2\nRUN go build -o /app", "`CGO_CFLAGS`"),
        ("RUN apt-get install -y git ca-certificates\nRUN go build -o /app", ""),
    ],
)
def test_need_for_cgo(lines: str, need: str) -> None:
    made = artifact("golang:1.22-bookworm", lines).made
    assert made is not None
    assert made.needs_cgo == need
