"""What Alpine names otherwise than Debian: programs that an image starts, accounts, time zones."""

import pytest

from dfix import Applicability, Family, Options, fix

BUILD = "FROM gcc:13-bookworm AS b\nCOPY a.c .\nRUN gcc -o /app a.c -lfoo\n"
CLEAN = "rm -rf /var/lib/apt/lists/*"
INSTALL = "apt-get update && apt-get install -y --no-install-recommends"


def moved(lines: str) -> str:
    text = f"{BUILD}FROM alpine:3.20\nCOPY --from=b /app /app\n{lines}\n"
    after = fix(text, Options(prefer=Family.GLIBC), Applicability.UNSAFE).text
    assert "FROM debian:bookworm-slim\n" in after
    return after.removeprefix(BUILD).replace("FROM debian:bookworm-slim\n", "").replace("COPY --from=b /app /app\n", "")


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        pytest.param(
            'RUN apk add --no-cache tini\nENTRYPOINT ["/sbin/tini", "--", "/app"]',
            f'RUN {INSTALL} tini && {CLEAN}\nENTRYPOINT ["/usr/bin/tini", "--", "/app"]',
            id="tini is in another directory",
        ),
        pytest.param('CMD ["/bin/ash", "-c", "/app"]', 'CMD ["/bin/sh", "-c", "/app"]', id="ash"),
        pytest.param("RUN ash -c '/app'", "RUN sh -c '/app'", id="ash in a RUN"),
        pytest.param("USER nobody:nobody", "USER nobody:nogroup", id="the group of nobody"),
        pytest.param("RUN chown nobody:nobody /app", "RUN chown nobody:nogroup /app", id="chown"),
        pytest.param("COPY --chown=65534:nobody a /a", "COPY --chown=65534:nogroup a /a", id="--chown"),
        pytest.param("RUN addgroup -g 82 -S www-data && true", "RUN true", id="a group that is there"),
        pytest.param("RUN adduser -S -u 82 -G www-data www-data && true", "RUN true", id="a user who is there"),
        pytest.param("RUN deluser guest && true", "RUN true", id="a user whom only Alpine has"),
        pytest.param("RUN adduser www-data audio", "RUN usermod -aG audio www-data", id="membership"),
        pytest.param(
            "RUN apk add tzdata && cp /usr/share/zoneinfo/UTC /etc/localtime && apk del tzdata",
            f"RUN {INSTALL} tzdata && {CLEAN} && cp /usr/share/zoneinfo/UTC /etc/localtime",
            id="the zones stay",
        ),
        pytest.param(
            "RUN ln -s /usr/share/zoneinfo/UTC /etc/localtime",
            "RUN ln -f -s /usr/share/zoneinfo/UTC /etc/localtime",
            id="there is a localtime",
        ),
        pytest.param("CMD crond -f", f"RUN {INSTALL} cron && {CLEAN}\nCMD cron -f", id="crond"),
        pytest.param(
            "HEALTHCHECK CMD nc -z localhost 80",
            f"RUN {INSTALL} netcat-openbsd && {CLEAN}\nHEALTHCHECK CMD nc -z localhost 80",
            id="nc of busybox",
        ),
    ],
)
def test_moved(lines: str, after: str) -> None:
    assert moved(lines).rstrip() == after


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("CMD crond -f -d 8", id="an option that cron does not have"),
        pytest.param("RUN adduser -D app wheel", id="no group wheel"),
        pytest.param("COPY jobs /etc/crontabs/root", id="Alpine's tables of jobs"),
        pytest.param("COPY site.conf /etc/nginx/http.d/", id="nginx's directory"),
    ],
)
def test_refused(lines: str) -> None:
    text = f"{BUILD}FROM alpine:3.20\nCOPY --from=b /app /app\n{lines}\n"
    assert "FROM debian" not in fix(text, Options(prefer=Family.GLIBC), Applicability.UNSAFE).text.removeprefix(BUILD)
