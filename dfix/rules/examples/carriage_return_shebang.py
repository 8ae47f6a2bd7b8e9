"""Examples of carriage-return-shebang (DF502): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

SCRIPT = 'FROM alpine:3.20\nCOPY «run.sh» /run.sh\nENTRYPOINT ["/run.sh"]\n'
WINDOWS = {"run.sh": "#!/bin/sh\r\necho hello\r\n"}
RUN = "RUN sed -i 's/\\r$//' /run.sh\n"

BAD = (
    Bad(
        SCRIPT,
        "ends in a carriage return",
        SCRIPT.replace("ENTRYPOINT", f"{RUN}ENTRYPOINT"),
        WINDOWS,
    ),
    Bad(
        SCRIPT.replace('["/run.sh"]', '["run.sh"]').replace(" /run.sh\n", " /usr/local/bin/\n"),
        "ends in a carriage return",
        None,
        {"run.sh": "#!/usr/bin/env sh\r\necho\r\n"},
    ),
)

GOOD = (
    Good("it ends in LF", SCRIPT, {"run.sh": "#!/bin/sh\necho hello\r\n"}),
    Good("the build takes them out", SCRIPT.replace("ENTRYPOINT", f"{RUN}ENTRYPOINT"), WINDOWS),
    Good("another program does", SCRIPT.replace("ENTRYPOINT", "RUN dos2unix /*.sh\nENTRYPOINT"), WINDOWS),
    Good("a shell reads it", SCRIPT.replace('["/run.sh"]', '["sh", "/run.sh"]'), WINDOWS),
    Good("it is not known what it is", SCRIPT),
)
