"""Examples of no-libc (DF102): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

TO_SCRATCH = (
    'FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build «/app» /app\nCMD ["/app"]\n'
)
C_TO_STATIC = (
    "FROM gcc:12-bookworm AS build\nCOPY hello.c .\nRUN gcc -o /hello hello.c\n"
    "FROM gcr.io/distroless/static-debian12\nCOPY --from=build «/hello» /hello\n"
)

BAD = (
    Bad(TO_SCRATCH, "no libc at all", TO_SCRATCH.replace("go build", "CGO_ENABLED=0 go build")),
    Bad(
        C_TO_STATIC,
        "no libc at all",
        C_TO_STATIC.replace("gcc -o", "gcc -static -o"),
        {"hello.c": "int main(void) {}\n"},
    ),
)

GOOD = (
    Good("cgo is off", TO_SCRATCH.replace("go build", "CGO_ENABLED=0 go build")),
    Good("linked statically", C_TO_STATIC.replace("gcc -o", "gcc -static -o")),
    Good(
        "the loader and the libraries come along",
        TO_SCRATCH + "COPY --from=build /lib64/ld-linux-x86-64.so.2 /lib64/\n"
        "COPY --from=build /lib/x86_64-linux-gnu/libc.so.6 /lib/x86_64-linux-gnu/\n",
    ),
    Good(
        "a whole root comes along",
        "FROM debian:12 AS build\nRUN gcc -o /a a.c\nFROM scratch\nCOPY --from=build / /\n",
    ),
)
