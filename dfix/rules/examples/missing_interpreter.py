"""Examples of missing-interpreter (DF501): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

SCRATCH = "FROM golang:1.22 AS build\nRUN CGO_ENABLED=0 go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nCMD «/app --serve»\n"
BASH = 'FROM alpine:3.20\nCOPY run.sh /run.sh\nENTRYPOINT [«"bash"», "/run.sh"]\n'
HEALTH = "FROM node:20-slim\nHEALTHCHECK CMD «curl» -f localhost || exit 1\n"
SUPERVISED = 'FROM alpine:3.20\nRUN apk add --no-cache runit\nCOPY start.sh supervisord.conf /\nCOPY «listener» /usr/bin/listener\nCMD ["/start.sh"]\n'
LISTENER = {
    "start.sh": "#!/bin/sh\nset -e\nexec supervisord -n -c /supervisord.conf\n",
    "supervisord.conf": "[supervisord]\nnodaemon=true\n[program:a]\ncommand=/bin/a\n[eventlistener:b]\ncommand = listener --all\n",
    "listener": "#!/usr/bin/env perl\n",
}
IN_TURN = 'FROM alpine:3.20\nCOPY start.sh /\nCMD [«"/start.sh"»]\n'

BAD = (
    Bad(
        SUPERVISED,
        "`/usr/bin/listener`, which `/supervisord.conf` starts, is run by `perl`",
        SUPERVISED.replace("cache runit", "cache runit perl"),
        LISTENER,
    ),
    Bad(
        IN_TURN,
        "`/start.sh` starts `bash`",
        IN_TURN.replace("COPY", "RUN apk add --no-cache bash\nCOPY"),
        {"start.sh": "#!/bin/sh\ncd /srv\nexec bash -c 'echo a'\n"},
    ),
    Bad(
        HEALTH,
        "HEALTHCHECK runs `curl`",
        "FROM node:20-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nHEALTHCHECK CMD curl -f localhost || exit 1\n",
    ),
    Bad(
        'FROM alpine:3.20\nENTRYPOINT ["/sbin/tini", "--"]\nCMD [«"node"», "/a.js"]\n',
        "CMD runs `node`",
        'FROM alpine:3.20\nRUN apk add --no-cache nodejs\nENTRYPOINT ["/sbin/tini", "--"]\nCMD ["node", "/a.js"]\n',
    ),
    Bad(
        "FROM alpine:3.20\nCOPY a.sh /a.sh\nRUN «/a.sh»\n",
        "RUN calls `/a.sh`, which is run by `bash`",
        "FROM alpine:3.20\nRUN apk add --no-cache bash\nCOPY a.sh /a.sh\nRUN /a.sh\n",
        {"a.sh": "#!/bin/bash\necho a\n"},
    ),
    Bad(
        SCRATCH,
        "CMD runs `sh`, and the final stage, scratch, does not have it",
        SCRATCH.replace("«/app --serve»", '["/app", "--serve"]'),
    ),
    Bad(BASH, "ENTRYPOINT runs `bash`", BASH.replace("alpine:3.20\n", "alpine:3.20\nRUN apk add --no-cache bash\n")),
    Bad(
        'FROM alpine:3.20\nSHELL [«"/bin/bash"», "-c"]\nRUN echo a\n',
        "SHELL names `bash`",
        'FROM alpine:3.20\nRUN apk add --no-cache bash\nSHELL ["/bin/bash", "-c"]\nRUN echo a\n',
    ),
    Bad(
        "FROM alpine:3.20\nRUN apk add --no-cache curl\nRUN «bash -c 'echo a'»\n",
        "RUN calls `bash`",
        "FROM alpine:3.20\nRUN apk add --no-cache curl bash\nRUN bash -c 'echo a'\n",
    ),
    Bad(
        'FROM alpine:3.20\nCOPY --chmod=755 <<EOF /run.sh\n«#!/bin/bash»\necho a\nEOF\nENTRYPOINT ["/run.sh"]\n',
        "`/run.sh` is run by `bash`",
        'FROM alpine:3.20\nRUN apk add --no-cache bash\nCOPY --chmod=755 <<EOF /run.sh\n#!/bin/bash\necho a\nEOF\nENTRYPOINT ["/run.sh"]\n',
    ),
    Bad(
        "FROM python:3.12-slim AS build\nRUN pip install --prefix=/install flask\n"
        'FROM gcr.io/distroless/cc-debian12\nCOPY --from=build /install /usr/local\nCMD [«"python3"», "app.py"]\n',
        "CMD runs `python3`",
    ),
)

GOOD = (
    Good(
        "it is not started by itself",
        SUPERVISED,
        {**LISTENER, "supervisord.conf": LISTENER["supervisord.conf"] + "autostart=false\n"},
    ),
    Good("another configuration is read", SUPERVISED, {**LISTENER, "start.sh": "#!/bin/sh\nexec supervisord\n"}),
    Good("the script asks for it", IN_TURN, {"start.sh": "#!/bin/sh\nif command -v bash; then :; fi\nbash -c a\n"}),
    Good("the script installs it", IN_TURN, {"start.sh": "#!/bin/sh\napk add bash\nbash -c a\n"}),
    Good("it may not be reached", IN_TURN, {"start.sh": '#!/bin/sh\nif [ -n "$A" ]; then bash -c a; fi\n'}),
    Good(
        "an alternative has that name",
        "FROM debian:12-slim\nRUN apt-get install -y python3 && update-alternatives --install /usr/bin/python python"
        ' /usr/bin/python3 1\nCOPY --chmod=755 run.py /run.py\nCMD ["/run.py"]\n',
        {"run.py": "#!/usr/bin/python\n"},
    ),
    Good(
        "a second try stands behind the first",
        HEALTH.replace("|| exit 1", "|| wget -q localhost").replace("«", "").replace("»", ""),
    ),
    Good("the RUN asks whether it is there", "FROM alpine:3.20\nRUN command -v bash && bash -c 'echo a'\n"),
    Good("nothing is read by the shell", 'FROM alpine:3.20\nSHELL ["/bin/bash", "-c"]\nCMD ["nginx"]\n'),
    Good("exec form needs no shell", SCRATCH.replace("/app --serve", '["/app", "--serve"]')),
    Good("the package is there", BASH.replace("alpine:3.20\n", "alpine:3.20\nRUN apk add bash\n")),
    Good("Debian has bash", BASH.replace("alpine:3.20", "debian:12")),
    Good("another image may have it", BASH.replace("alpine:3.20", "maven:3-alpine")),
    Good("a shell comes along", SCRATCH.replace("CMD", "COPY --from=busybox:musl /bin/sh /bin/sh\nCMD")),
    Good("a whole root comes along", SCRATCH.replace("CMD", "ADD rootfs.tar.gz /\nCMD")),
    Good(
        "the words of CMD are ENTRYPOINT's arguments",
        'FROM alpine:3.20\nENTRYPOINT ["/opt/run", "--"]\nCMD ["bash"]\n',
    ),
    Good("distroless's debug tag has a shell", SCRATCH.replace("scratch", "gcr.io/distroless/static:debug")),
    Good(
        "a virtual environment has that name, and the python that it names is there",
        "FROM debian:12 AS build\nRUN apt-get install -y python3-venv && python3 -m venv /venv\n"
        "FROM debian:12-slim\nRUN apt-get install -y python3\nCOPY --from=build /venv /venv\n"
        'ENV PATH=/venv/bin:$PATH\nCMD ["python", "-m", "app"]\n',
    ),
)
