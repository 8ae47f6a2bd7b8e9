"""Examples of not-executable (DF503): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

HEREDOC = 'FROM alpine:3.20\nCOPY <<EOF /run.sh\n«#!/bin/sh»\necho hello\nEOF\nENTRYPOINT ["/run.sh"]\n'
FROM_CONTEXT = 'FROM alpine:3.20\nCOPY «run.sh» /run.sh\nCMD ["/run.sh"]\n'
SCRIPT = {"run.sh": "#!/bin/sh\necho hello\n"}

BAD = (
    Bad(HEREDOC, "not executable", HEREDOC.replace("COPY <<", "COPY --chmod=755 <<")),
    Bad(FROM_CONTEXT, "not executable", FROM_CONTEXT.replace("COPY «", "COPY --chmod=755 «"), SCRIPT),
)

GOOD = (
    Good("its mode is given", HEREDOC.replace("COPY", "COPY --chmod=0755")),
    Good("a RUN gives it", HEREDOC.replace("ENTRYPOINT", "RUN chmod +x /run.sh\nENTRYPOINT")),
    Good("a shell reads it", HEREDOC.replace('["/run.sh"]', '["sh", "/run.sh"]')),
    Good("it is not known what it is", FROM_CONTEXT),
)
