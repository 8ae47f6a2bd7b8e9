"""Examples of floating-builder (DF107): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

RUST = (
    "FROM rust:1 AS build\nCOPY . .\nRUN cargo build --release\n"
    "FROM debian:trixie-slim\nCOPY --from=build «/target/release/app» /app\n"
)

BAD = (
    Bad(RUST, "which moves to newer releases", RUST.replace("rust:1 ", "rust:1-trixie ")),
    Bad(
        RUST.replace("rust:1 ", "rust:latest ").replace("debian:trixie-slim", "gcr.io/distroless/cc-debian13"),
        "`rust:latest`, which moves",
        RUST.replace("rust:1 ", "rust:trixie ").replace("debian:trixie-slim", "gcr.io/distroless/cc-debian13"),
    ),
)

GOOD = (
    Good("the builder names its release", RUST.replace("rust:1 ", "rust:1-trixie ")),
    Good("the runtime moves too", RUST.replace("debian:trixie-slim", "debian:stable-slim")),
    Good("a version that is not followed by newer ones", RUST.replace("rust:1 ", "rust:1.88.0-trixie ")),
    Good(
        "static programs do not care",
        RUST.replace("cargo build", "cargo build --target x86_64-unknown-linux-musl").replace(
            "target/release", "target/x86_64-unknown-linux-musl/release"
        ),
    ),
)
