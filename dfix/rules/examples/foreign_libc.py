"""Examples of foreign-libc (DF101): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

GO_TO_ALPINE = """
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -o /out/server ./cmd/server
FROM alpine:3.20
COPY --from=build «/out/server» /usr/local/bin/
"""
STATIC_IN_VAIN = GO_TO_ALPINE.replace("go build", """go build -ldflags '-extldflags "-static"'""")

BAD = (
    Bad(GO_TO_ALPINE, "needs glibc", GO_TO_ALPINE.replace("go build", "CGO_ENABLED=0 go build")),
    Bad(STATIC_IN_VAIN, "needs glibc", STATIC_IN_VAIN.replace("-extldflags", "-linkmode external -extldflags")),
    Bad(
        "FROM gcc:14-bookworm AS build\nCOPY hello.c .\nRUN gcc -o /hello hello.c\n"
        "FROM alpine:3.20\nCOPY --from=build «/hello» /usr/bin/hello\n",
        "needs glibc",
        "FROM gcc:14-bookworm AS build\nCOPY hello.c .\nRUN gcc -static -o /hello hello.c\n"
        "FROM alpine:3.20\nCOPY --from=build /hello /usr/bin/hello\n",
        {"hello.c": "int main(void) {}\n"},
    ),
    Bad(
        "FROM alpine:3.20 AS build\nRUN apk add build-base && gcc -o /hello hello.c\n"
        "FROM debian:12-slim\nCOPY --from=build «/hello» /usr/bin/hello\n",
        "needs musl",
    ),
)

GOOD = (
    Good("cgo is off", GO_TO_ALPINE.replace("go build", "CGO_ENABLED=0 go build")),
    Good("the same libc waits for it", GO_TO_ALPINE.replace("alpine:3.20", "debian:bookworm-slim")),
    Good("there is no C compiler, so cgo is off", GO_TO_ALPINE.replace("golang:1.22", "golang:1.22-alpine")),
    Good("it only passes through", GO_TO_ALPINE + "FROM debian:12\nCOPY --from=1 /usr/local/bin/server /server\n"),
    Good("nothing is known of the runtime", GO_TO_ALPINE.replace("alpine:3.20", "registry.example/base")),
    Good("gcompat is there on purpose", GO_TO_ALPINE + "RUN apk add --no-cache gcompat\n"),
)
