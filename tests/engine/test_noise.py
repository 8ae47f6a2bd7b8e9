"""What a build does beside the fault hides it not: commands before, behind and between those that matter."""

import pytest

from dfix import analyse

# By code: the builder, what it runs, the runtime, and what is copied into it.
FAULTS = {
    "DF101": (
        "FROM golang:1.22 AS build\nWORKDIR /src\nCOPY . .",
        "go build -o /out/app .",
        "FROM alpine:3.20",
        "COPY --from=build /out/app /usr/local/bin/app",
    ),
    "DF103": (
        "FROM rust:1.80-bookworm AS build\nWORKDIR /src\nCOPY . .",
        "cargo build --release && cp target/release/app /app",
        "FROM debian:11-slim",
        "COPY --from=build /app /usr/local/bin/app",
    ),
    "DF105": (
        "FROM debian:12 AS build\nRUN apt-get install -y gcc libpq-dev\nWORKDIR /src\nCOPY . .",
        "gcc -c a.c && gcc -o bin/app a.o -lpq && mkdir -p /out && cp bin/app /out/",
        "FROM debian:12-slim",
        "COPY --from=build /out/app /usr/local/bin/app",
    ),
    "DF201": (
        "FROM node:20 AS build\nWORKDIR /app\nCOPY package.json .",
        "npm install bcrypt",
        "FROM node:20-alpine",
        "COPY --from=build /app/node_modules /app/node_modules",
    ),
}
NOISE = r"""
set -euxo pipefail
apt-get update && apt-get install -y --no-install-recommends ca-certificates git && rm -rf /var/lib/apt/lists/*
if [ "$DEBUG" = "1" ]; then echo debug; fi
[ -z "$X" ] || exit 1
[[ "$X" =~ ^a ]] && echo z
(( X > 1 )) && echo z
for i in $(seq 1 5); do curl -fsS http://x && break || sleep 5; done
while read line; do echo "$line"; done < /etc/passwd
case "$(uname -m)" in x86_64) ARCH=amd64;; aarch64) ARCH=arm64;; *) echo no; exit 1;; esac
arch="$(uname -m)"; echo "${arch%%_*}" "${X:-y}" "${X##*/}" "${X/a/b}"
export A=1 B=2; unset A
. /etc/os-release && echo $VERSION_CODENAME
( cd /tmp && ls )
cd /tmp && ls && cd -
pushd /tmp && popd
{ echo a; echo b; } > /tmp/x
useradd -m -u 1000 app && groupmod -g 999 app && chown -R app /srv
ln -sf /usr/share/zoneinfo/UTC /etc/localtime && echo UTC > /etc/timezone
sed -i 's/deb.debian.org/mirror.x/' /etc/apt/sources.list
curl -fsSL https://example.com/x.tar.gz | tar xz -C /opt
wget -q https://example.com/x.zip && unzip x.zip -d /opt/x && rm x.zip
git clone --depth 1 https://github.com/x/y /opt/y
find / -name '*.pyc' -delete
cat /etc/os-release | grep VERSION_ID | cut -d= -f2
cat /etc/x | tr a b | tee /etc/y
f() { local a=1; echo "$a"; return 0; }; f a
arr=(a b c); for a in "${arr[@]}"; do echo "$a"; done
trap 'echo x' EXIT
timeout 30 sleep 1
su app -c 'echo x'
update-alternatives --set iptables /usr/sbin/iptables-legacy
make --version && gcc -v && python --version
rustup target add x86_64-unknown-linux-musl
id -u app >/dev/null 2>&1 || useradd app
eval "echo a"
cat > /etc/x.conf <<XX && echo done
""".strip().split("\n")
PLACES = ("before", "in front", "behind", "in a heredoc", "in the runtime", "at the end")


def text_of(code: str, noise: str, place: str) -> str:
    """A Dockerfile with the fault, and a command of no concern at a place of it."""
    builder, command, runtime, copy = FAULTS[code]
    run = f"RUN {noise}\n" if "<<XX" not in noise else f"RUN {noise}\na\nXX\n"
    lines = f"{noise}\na\nXX\n" if "<<XX" in noise else f"{noise}\n"
    built = f"RUN {command}\n"
    if "<<XX" not in noise:
        built = {"in front": f"RUN {noise} && {command}\n", "behind": f"RUN {command} && {noise}\n"}.get(place, built)
    built = f"RUN <<EOF\nset -e\n{lines}{command}\nEOF\n" if place == "in a heredoc" else built
    return (
        f"{builder}\n{run if place == 'before' else ''}{built}{runtime}\n"
        f'{run if place == "in the runtime" else ""}{copy}\n{run if place == "at the end" else ""}CMD ["app"]\n'
    )


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found_beside(code: str, place: str) -> None:
    silent = [
        noise
        for noise in NOISE
        if code not in {finding.code for finding in analyse(text_of(code, noise, place)).findings}
    ]
    assert not silent
