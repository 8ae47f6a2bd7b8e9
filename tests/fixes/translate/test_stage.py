"""A stage in the words of another distribution: whole, in the author's style, or not at all."""

import pytest

from dfix.fixes.translate.move import Untranslatable
from dfix.fixes.translate.stage import translate_stage
from dfix.images import resolve
from dfix.plan import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source, apply_edits
from dfix.trace.interpreter.build import trace

APT, APK, DNF = "debian:bookworm-slim", "alpine:3.20", "rockylinux:9"
AFTER_APT = " && rm -rf /var/lib/apt/lists/*"
INSTALL = "apt-get update && apt-get install -y --no-install-recommends"


def translated(base: str, to: str, body: str) -> str:
    """The body of a stage on ``base`` as it would be on ``to``."""
    source = Source(f"FROM {base}\n{body}".encode())
    traced = trace(plan(parse(source), BuildOptions()), None)
    image = resolve(to)
    assert image is not None
    edits = translate_stage(traced, traced.stages[0], image, tools=())
    after = apply_edits(source.data, edits)
    assert parse(Source(after)).faults == ()
    return after.decode().removeprefix(f"FROM {base}\n")


TO_APK = [
    ("RUN apt-get update && apt-get install -y curl\n", "RUN apk add --no-cache curl\n"),
    ("RUN apt-get update\nRUN apt-get install -y curl\n", "RUN apk add --no-cache curl\n"),
    ("RUN apt-get -qq update; apt-get -y install curl\n", "RUN apk add --no-cache curl\n"),
    ("RUN DEBIAN_FRONTEND=noninteractive apt-get install -yq tzdata\n", "RUN apk add --no-cache tzdata\n"),
    ("run apt install -y libpq5\n", "run apk add --no-cache libpq\n"),
    (
        (
            "RUN apt-get update \\\n && apt-get install -y --no-install-recommends \\\n      gcc \\\n      libssl-dev \\\n"
            " && rm -rf /var/lib/apt/lists/*\n"
        ),
        "RUN apk add --no-cache \\\n      gcc musl-dev \\\n      openssl-dev\n",
    ),
    (
        (
            "RUN apt-get update && apt-get install -y \\\n    # for the certificates\n    ca-certificates \\\n"
            "    apt-transport-https && \\\n    update-ca-certificates\n"
        ),
        "RUN apk add --no-cache \\\n    # for the certificates\n    ca-certificates && \\\n    update-ca-certificates\n",
    ),
    (
        "RUN apt-get install -y build-essential && make && apt-get purge -y --auto-remove build-essential\n",
        "RUN apk add --no-cache build-base && make && apk del build-base\n",
    ),
    ("RUN apt-get upgrade -y && apt-get clean\n", "RUN apk upgrade --no-cache\n"),
    ("RUN rm -rf /var/lib/apt/lists/* /tmp/x\n", "RUN rm -rf /tmp/x\n"),
    (
        "RUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/root/.cache apt-get install -y git\n",
        "RUN --mount=type=cache,target=/root/.cache apk add --no-cache git\n",
    ),
    (
        "RUN apt-get install -y locales && sed -i 's/# en/en/' /etc/locale.gen && locale-gen\nENV LANG=en_US.UTF-8\n",
        "ENV LANG=en_US.UTF-8\n",
    ),
    (
        (
            "RUN apt-get install -y tzdata && ln -sf /usr/share/zoneinfo/UTC /etc/localtime && "
            "dpkg-reconfigure -f noninteractive tzdata\n"
        ),
        "RUN apk add --no-cache tzdata && ln -sf /usr/share/zoneinfo/UTC /etc/localtime\n",
    ),
    (
        'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN apt-get install -y curl && curl x | tar x\n',
        'SHELL ["/bin/ash", "-o", "pipefail", "-c"]\nRUN apk add --no-cache curl && curl x | tar x\n',
    ),
    (
        "RUN apt-get install -y jq && bash -c 'echo x'\n",
        "RUN apk add --no-cache jq bash && bash -c 'echo x'\n",
    ),
    (
        "RUN bash /setup.sh && adduser --disabled-password app\n",
        "RUN apk add --no-cache bash\nRUN bash /setup.sh && adduser -D app\n",
    ),
    ("RUN <<EOF\napt-get update\napt-get install -y curl\nEOF\n", "RUN <<EOF\napk add --no-cache curl\nEOF\n"),
    (
        "RUN set -e; if [ -n x ]; then apt-get install -y curl; fi\n",
        "RUN set -e; if [ -n x ]; then apk add --no-cache curl; fi\n",
    ),
]
TO_APT = [
    (
        "RUN apk add --no-cache curl jq\n",
        f"RUN {INSTALL} curl jq ca-certificates{AFTER_APT}\n".replace(" ca-certificates", ""),
    ),
    ("RUN apk update && apk add openssl-dev\n", f"RUN {INSTALL} libssl-dev && rm -rf /var/lib/apt/lists/*\n"),
    (
        "RUN apk add --no-cache \\\n        icu-libs \\\n        libssl3\n",
        f"RUN {INSTALL} \\\n        libicu72 \\\n        libssl3 \\\n        && rm -rf /var/lib/apt/lists/*\n",
    ),
    (
        "RUN apk add --no-cache --virtual .build-deps gcc musl-dev \\\n && make \\\n && apk del .build-deps\n",
        (
            f"RUN {INSTALL} gcc libc6-dev \\\n && rm -rf /var/lib/apt/lists/* \\\n && make \\\n"
            " && apt-get purge -y --auto-remove gcc libc6-dev\n"
        ),
    ),
    ("RUN apk add tzdata && rm -rf /var/cache/apk/*\n", f"RUN {INSTALL} tzdata && rm -rf /var/lib/apt/lists/*\n"),
    (
        "RUN apk add bash && apk add git\n",
        f"RUN {INSTALL} bash && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\n",
    ),
    (
        "RUN addgroup -S -g 1000 app && adduser -S -D -H -u 1000 -G app app\n",
        "RUN groupadd -r -g 1000 app && useradd -r -u 1000 -g app app\n",
    ),
    ("RUN adduser -D app\n", "RUN useradd -m app\n"),
    ("RUN adduser -DH -s /sbin/nologin -u $UID app\n", "RUN useradd -u $UID -s /usr/sbin/nologin app\n"),
    ("RUN addgroup app docker\n", "RUN usermod -aG docker app\n"),
    ("RUN apk add shadow && useradd -m app\n", "RUN useradd -m app\n"),
    (
        'SHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN apk add jq\n',
        f'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN {INSTALL} jq{AFTER_APT}\n',
    ),
    ("RUN wget -qO- x | tar x\n", f"RUN {INSTALL} wget ca-certificates{AFTER_APT}\nRUN wget -qO- x | tar x\n"),
]
USERS_TO_APK = [
    ("useradd -r -u 1001 -g app app", "adduser -D -S -u 1001 -G app -H app"),
    ("useradd -m -s /bin/bash app", "adduser -D -s /bin/sh app"),
    ("useradd --system app", "addgroup -S app && adduser -D -S -G app -H app"),
    ("groupadd -r -g 999 app", "delgroup ping && addgroup -S -g 999 app"),
    ("useradd -u 999 -g app app", "adduser -D -u 999 -G app -H app"),
    ("groupadd --gid 1000 app", "addgroup -g 1000 app"),
    ("adduser --system --group --home /srv app", "addgroup -S app && adduser -D -S -h /srv -G app app"),
    ('adduser --disabled-password --gecos "" app', 'adduser -D -g "" app'),
    ("usermod -aG docker app", "addgroup app docker"),
    ("userdel -r app", "deluser --remove-home app"),
]


@pytest.mark.parametrize(("body", "expected"), TO_APK)
def test_apt_to_apk(body: str, expected: str) -> None:
    assert translated(APT, APK, body) == expected


@pytest.mark.parametrize(("body", "expected"), TO_APT)
def test_apk_to_apt(body: str, expected: str) -> None:
    # A fetcher wants certificates, which is a row of its own above.
    assert translated(APK, APT, body).replace(" ca-certificates", "") == expected.replace(" ca-certificates", "")


@pytest.mark.parametrize(("command", "expected"), USERS_TO_APK)
def test_users_and_groups(command: str, expected: str) -> None:
    assert translated(APT, APK, f"RUN {command}\n") == f"RUN {expected}\n"


def test_dnf_both_ways() -> None:
    body = "RUN dnf install -y openssl-devel && dnf clean all && rm -rf /var/cache/dnf\n"
    assert translated(DNF, APK, body) == "RUN apk add --no-cache openssl-dev\n"
    assert translated(APK, DNF, "RUN apk add openssl-dev\n") == "RUN dnf install -y openssl-devel && dnf clean all\n"


def test_certificates_come_with_what_fetches() -> None:
    assert " ca-certificates " in translated(
        APK, APT, "RUN apk add --no-cache curl\nRUN curl -O https://example.com/x\n"
    )


def test_what_the_full_base_brought_is_installed() -> None:
    body = "RUN make all\nRUN git describe\n"
    assert translated("python:3.12-bookworm", "python:3.12-alpine3.20", body) == (
        "RUN apk add --no-cache make git\n" + body
    )


@pytest.mark.parametrize(
    ("base", "to", "body", "reason"),
    [
        (APT, APK, "RUN apt-get install -y frobnicator\n", "no name is known for the package `frobnicator`"),
        (APT, APK, "RUN groupadd -g 123 app\n", "has given the number 123 to its group `ntp`"),
        (APK, APT, "RUN addgroup -g 33 app\n", "has given the number 33 to its group `www-data`"),
        (APK, APT, "RUN apk add yq\n", "Debian's `yq` is another program of that name"),
        (APK, APT, "RUN apk add php83-fpm\n", "other names on Debian"),
        (APT, APK, "RUN apt-get install -y $PACKAGES\n", "which packages `$PACKAGES` names"),
        (APT, APK, "RUN apt-get install -y curl=7.88*\n", "asks for a version"),
        (APT, APK, "RUN dpkg -i x.deb\n", "`dpkg` has no counterpart"),
        (APT, APK, "RUN apt-get install -y -t testing curl\n", "installs from a place"),
        (APT, APK, "RUN echo deb x > /etc/apt/sources.list.d/x.list && apt-get update\n", "belongs to Debian 12"),
        (APT, APK, "RUN cp /usr/lib/x86_64-linux-gnu/libz.so.1 /x && apt-get update\n", "belongs to Debian 12"),
        (APT, APK, "COPY sources.list /etc/apt/sources.list\nRUN apt-get update\n", "names a place"),
        (APT, APK, 'SHELL ["/bin/bash", "-c"]\nRUN apt-get update && [[ -f x ]]\n', "written for bash"),
        (APT, APK, "RUN yes | apt-get install curl\n", "pipeline"),
        (APT, APK, 'RUN ["apt-get", "install", "curl"]\n', "cannot be rewritten"),
        (APT, APK, "ONBUILD RUN apt-get update\nRUN apt-get update\n", "ONBUILD"),
        (APT, APK, "RUN usermod -s /bin/sh app && apt-get update\n", "no counterpart in busybox"),
        (APK, APT, "RUN apk add --repository=http://x y\n", "installs from a place"),
        (APK, APT, "RUN set -o pipefail && apk add curl\n", "pipefail"),
        (APK, APT, "RUN rc-update add nginx\n", "no counterpart"),
        (APT, "debian:trixie-slim", "RUN apt-get install -y libfoo3\n", "named after its release"),
        (APT, "gcr.io/distroless/base-debian12", "RUN true\n", "no shell"),
    ],
)
def test_left_with_a_reason(base: str, to: str, body: str, reason: str) -> None:
    with pytest.raises(Untranslatable, match=reason.replace("$", r"\$")):
        translated(base, to, body)


def test_one_command_that_cannot_be_translated_leaves_all() -> None:
    with pytest.raises(Untranslatable):
        translated(APT, APK, "RUN apt-get install -y curl\nRUN apt-get install -y frobnicator\n")


def test_the_same_package_manager_needs_no_translation() -> None:
    body = "RUN apt-get update && apt-get install -y curl libpq5\n"
    assert translated(APT, "debian:trixie-slim", body) == body


def test_the_same_library_under_its_name_of_another_release() -> None:
    body = "RUN apt-get install -y libicu72 libcurl4\n"
    assert translated(APT, "debian:trixie-slim", body) == "RUN apt-get install -y libicu76 libcurl4t64\n"


def test_old_go_fetches_with_git() -> None:
    body = "RUN go get example.com/tool\n"
    assert translated("golang:1.11", "golang:1.11-alpine3.9", body) == f"RUN apk add --no-cache git\n{body}"
    assert translated("golang:1.22", "golang:1.22-alpine3.20", body) == body
