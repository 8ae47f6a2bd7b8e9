"""Examples of foreign-download (DF106): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

URL = "https://example.com/tool-x86_64-unknown-linux-gnu"
RIPGREP = (
    "FROM alpine:3.20\nRUN «wget -qO- https://github.com/BurntSushi/ripgrep/releases/download/14.1.0/"
    "ripgrep-14.1.0-x86_64-unknown-linux-gnu.tar.gz» | tar xz -C /opt\n"
)
WITH_WGET = (
    "apt-get update && apt-get install -y --no-install-recommends wget ca-certificates && rm -rf /var/lib/apt/lists/*"
)
IN_ALPINE = f"FROM alpine:3.20\nRUN «wget -O /usr/local/bin/tool {URL}» && chmod +x /usr/local/bin/tool\n"

BAD = (
    Bad(
        RIPGREP,
        "built for glibc",
        RIPGREP.replace("linux-gnu", "linux-musl"),
    ),
    Bad(
        IN_ALPINE,
        "built for glibc",
        IN_ALPINE.replace("alpine:3.20\n", f"debian:bookworm-slim\nRUN {WITH_WGET}\n"),
    ),
)

GOOD = (
    Good("it is the musl build", IN_ALPINE.replace("linux-gnu", "linux-musl")),
    Good("it lands on glibc", IN_ALPINE.replace("alpine:3.20", "debian:12")),
    Good(
        "it is only fetched there",
        IN_ALPINE + "FROM ubuntu:24.04\nCOPY --from=0 /usr/local/bin/tool /usr/local/bin/tool\n",
    ),
    Good("its name tells nothing", IN_ALPINE.replace("unknown-linux-gnu", "linux")),
)
