"""Examples of newer-glibc (DF103): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

MOVED = "FROM golang:1.20 AS build\nRUN go build -o /app .\nFROM debian:bullseye-slim\nCOPY --from=build «/app» /app\n"

BAD = (
    Bad(MOVED, "GLIBC_2.34", MOVED.replace("golang:1.20", "golang:1.20-bullseye")),
    Bad(
        "FROM rust:1.88-trixie AS build\nCOPY . .\nRUN cargo build --release\n"
        "FROM debian:bookworm-slim\nCOPY --from=build «/target/release/app» /app\n",
        "GLIBC_2.39",
        "FROM rust:1.88-bookworm AS build\nCOPY . .\nRUN cargo build --release\n"
        "FROM debian:bookworm-slim\nCOPY --from=build /target/release/app /app\n",
        {"src/main.rs": 'fn main() {\n    std::process::Command::new("date").status().unwrap();\n}\n'},
    ),
)

GOOD = (
    Good(
        "older to newer runs",
        MOVED.replace("golang:1.20", "golang:1.20-bullseye").replace("bullseye-slim", "bookworm-slim"),
    ),
    Good("the same release on both sides", MOVED.replace("debian:bullseye-slim", "debian:bookworm-slim")),
    Good("cgo is off", MOVED.replace("go build", "CGO_ENABLED=0 go build")),
    Good(
        "a small step, of which nothing is sure",
        "FROM golang:1.20-bullseye AS b\nRUN go build -o /a .\nFROM registry.access.redhat.com/ubi8/ubi\nCOPY --from=b /a /a\n",
    ),
)
