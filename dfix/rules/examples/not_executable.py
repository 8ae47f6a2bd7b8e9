"""Examples of not-executable (DF503): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

HEREDOC = 'FROM alpine:3.20\nCOPY <<EOF /run.sh\n«#!/bin/sh»\necho hello\nEOF\nENTRYPOINT ["/run.sh"]\n'
FROM_CONTEXT = 'FROM alpine:3.20\nCOPY «run.sh» /run.sh\nCMD ["/run.sh"]\n'
DIRECTORY = 'FROM alpine:3.20\nWORKDIR /srv\nCOPY «.» .\nCMD ["./run.sh"]\n'
SCRIPT = {"run.sh": "#!/bin/sh\necho hello\n"}

BAD = (
    Bad(HEREDOC, "not executable", HEREDOC.replace("COPY <<", "COPY --chmod=755 <<")),
    Bad(FROM_CONTEXT, "not executable", FROM_CONTEXT.replace("COPY «", "COPY --chmod=755 «"), SCRIPT),
    Bad(DIRECTORY, "not executable", DIRECTORY.replace("CMD", "COPY --chmod=755 run.sh /srv/run.sh\nCMD"), SCRIPT),
)

GOOD = (
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
