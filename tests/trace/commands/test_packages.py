"""Which packages a command installs, whatever the manager and its options."""

import pytest

from dfix.plan import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace import trace


@pytest.mark.parametrize(
    ("command", "packages"),
    [
        ("apt-get install -y --no-install-recommends gcc libc6-dev", {"gcc", "libc6-dev"}),
        ("apt-get update && apt-get -y install curl=7.88.1-10 jq", {"curl", "jq"}),
        ("DEBIAN_FRONTEND=noninteractive apt install -yq git", {"git"}),
        ("apt-get install -t bookworm-backports golang", {"golang"}),
        ("apt-get install libc6:arm64", {"libc6"}),
        ("apk add --no-cache curl 'git<2.40' tzdata~=2024", {"curl", "git", "tzdata"}),
        ("apk --no-cache add curl", {"curl"}),
        ("apk add --virtual .deps gcc", {"gcc"}),
        ("apk add -t .deps --repository http://example.com/edge gcc", {"gcc"}),
        ("dnf install -y gcc make", {"gcc", "make"}),
        ("yum -y install gcc", {"gcc"}),
        ("microdnf install nodejs", {"nodejs"}),
        ("zypper --non-interactive install gcc", {"gcc"}),
        ("pacman -Syu --noconfirm gcc make", {"gcc", "make"}),
        ("PKGS='a b'; apk add $PKGS", {"a", "b"}),
        ("PKGS='a\tb  \\\n\tc'; apk add $PKGS", {"a", "b", "c"}),
        ("PKGS=' a\tb\t'; apk add \"x$PKGS\"", {"x a\tb\t"}),
        ("apk add --repositories-file /etc/repos --keys-dir /k --wait 5 curl", {"curl"}),
        ("apk --repositories-file=/etc/repos add curl", {"curl"}),
        ("apt-get --config-file x -P nocheck install -y curl", {"curl"}),
        ("dnf -x kernel --repo base --releasever 9 install -y curl", {"curl"}),
        ("zypper -R /mnt --plus-repo http://example.com in curl", {"curl"}),
        ("pacman -S --ignore linux --dbpath /db curl", {"curl"}),
        ("apt-get remove gcc", set()),
        ("apk del curl", set()),
        ("sudo apt-get install -y gcc", {"gcc"}),
    ],
)
def test_installs(command: str, packages: set[str]) -> None:
    (stage,) = trace(plan(parse(Source(f"FROM debian:12\nRUN {command}\n".encode())), BuildOptions())).stages
    assert stage.root.packages == packages
