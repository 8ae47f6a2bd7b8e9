"""Examples of not-executable (DF503): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

HEREDOC = 'FROM alpine:3.20\nCOPY <<EOF /run.sh\n«#!/bin/sh»\necho hello\nEOF\nENTRYPOINT ["/run.sh"]\n'
FROM_CONTEXT = 'FROM alpine:3.20\nCOPY «run.sh» /run.sh\nCMD ["/run.sh"]\n'
DIRECTORY = 'FROM alpine:3.20\nWORKDIR /srv\nCOPY «.» .\nCMD ["./run.sh"]\n'
FETCHED = (
    "FROM alpine:3.20\nRUN «wget -O /usr/bin/tool https://example.org/tool_linux_amd64»\n"
    'CMD ["ash", "-c", "tool serve"]\n'
)
ADDED = 'FROM alpine:3.20\nADD «https://example.org/tool» /opt/tool\nENTRYPOINT ["/opt/tool"]\n'
CALLED = "FROM debian:12\nRUN «curl -fsSLo /tmp/i.sh https://example.org/i.sh» && /tmp/i.sh\n"
SCRIPT = {"run.sh": "#!/bin/sh\necho hello\n"}

BAD = (
    Bad(HEREDOC, "not executable", HEREDOC.replace("COPY <<", "COPY --chmod=755 <<")),
    Bad(FROM_CONTEXT, "not executable", FROM_CONTEXT.replace("COPY «", "COPY --chmod=755 «"), SCRIPT),
    Bad(DIRECTORY, "not executable", DIRECTORY.replace("CMD", "COPY --chmod=755 run.sh /srv/run.sh\nCMD"), SCRIPT),
    Bad(
        FETCHED,
        "`/usr/bin/tool` is started, but it is not executable",
        FETCHED.replace("amd64»", "amd64 && chmod +x /usr/bin/tool»"),
    ),
    Bad(ADDED, "`/opt/tool` is started", ADDED.replace("ADD", "ADD --chmod=755")),
    Bad(CALLED, "`/tmp/i.sh` is started", CALLED.replace("i.sh» &&", "i.sh && chmod +x /tmp/i.sh» &&")),
    Bad(
        "FROM alpine:3.20 AS get\nRUN wget -O /tool https://example.org/tool\n"
        'FROM alpine:3.20\nCOPY --from=get «/tool» /usr/bin/tool\nCMD ["tool"]\n',
        "`/usr/bin/tool` is started",
        "FROM alpine:3.20 AS get\nRUN wget -O /tool https://example.org/tool\n"
        'FROM alpine:3.20\nCOPY --chmod=755 --from=get /tool /usr/bin/tool\nCMD ["tool"]\n',
    ),
)

GOOD = (
    Good("it is made executable", FETCHED.replace("amd64»", "amd64 && chmod a+x /usr/bin/*")),
    Good("it is put there with its mode", FETCHED.replace("amd64»", "amd64 && install /usr/bin/tool /usr/bin/a")),
    Good("its directory is", FETCHED.replace("amd64»", "amd64 && chmod -R 755 /usr/bin")),
    Good("a shell reads what was fetched", CALLED.replace("&& /tmp", "&& sh /tmp")),
    Good(
        "an archive keeps modes",
        FETCHED.replace("wget -O /usr/bin/tool", "wget -O- ").replace("amd64»", "amd64.tgz | tar xz -C /usr/bin"),
    ),
    Good("ADD gives the mode", ADDED.replace("ADD", "ADD --chmod=0755")),
    Good(
        "COPY gives the mode",
        ADDED.replace("FROM alpine:3.20", "FROM alpine:3.20 AS a").replace(
            "ENTRYPOINT", "FROM alpine:3.20\nCOPY --from=a --chmod=755 /opt/tool /opt/tool\nENTRYPOINT"
        ),
    ),
    Good("the RUN only asks for it", CALLED.replace("&& /tmp/i.sh", "&& command -v /tmp/i.sh")),
    Good("its mode is given", HEREDOC.replace("COPY", "COPY --chmod=0755")),
    Good("a RUN gives it", HEREDOC.replace("ENTRYPOINT", "RUN chmod +x /run.sh\nENTRYPOINT")),
    Good("a shell reads it", HEREDOC.replace('["/run.sh"]', '["sh", "/run.sh"]')),
    Good("it is not known what it is", FROM_CONTEXT),
    Good("a RUN gives it to all scripts of the directory", DIRECTORY.replace("CMD", "RUN chmod +x *.sh\nCMD"), SCRIPT),
    Good("another file has taken its place", DIRECTORY.replace("CMD", "RUN install -m 755 /etc/x run.sh\nCMD"), SCRIPT),
    Good(
        "the image's own command sets the mode",
        FROM_CONTEXT.replace('["/run.sh"]', "chmod +x /run.sh && /run.sh"),
        SCRIPT,
    ),
    Good("it is left out", DIRECTORY, {**SCRIPT, ".dockerignore": "*.sh\n"}),
)
