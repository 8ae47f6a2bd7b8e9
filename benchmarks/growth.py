"""How time and memory grow with a file: `python benchmarks/growth.py [SHAPE…]`.

Each shape is one way to write a long file. It is worked on at n, 2n and 4n, in a fresh process each time, and the
least processor time of several runs counts; start-up, which every size pays alike, is taken away by the time of a file
of the same shape of size 1. The exponent is that of the last doubling: 1 means that twice the text takes
twice the time.
The peak is that of the whole process, the interpreter included. A shape over `EXPONENT` or over `PEAK` is marked.

`--sizes 1` works at n alone, `--smallest 50` begins every shape with 50. `--calls` counts calls of functions in place
of seconds, which no other work on the machine changes.
"""

import argparse
import cProfile
import gc
import json
import math
import pstats
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

EXPONENT, PEAK = 1.15, 200
# Below so many seconds the start of the process hides how time grows.
SHORTEST = 0.02
RUNS = 3


class Shape(NamedTuple):
    """A long file: ``text`` of a size, the smallest size measured, and what is done with it.

    ``name`` is the file's name where it is a host; ``fixes``: all repairs are made. ``more``: twice the text asks for more
    than twice the work (it copies n files n times), and dfix's count of steps has to end that.
    """

    text: Callable[[int], str]
    size: int
    fixes: bool = False
    name: str = ""
    more: bool = False


def lines(form: str, count: int, start: int = 0) -> str:
    """Lines, each with its number for ``{n}`` and the one before for ``{m}``."""
    return "".join(form.replace("{n}", str(n)).replace("{m}", str(n - 1)) for n in range(start, start + count))


def after(first: str, form: str, last: str = "") -> Callable[[int], str]:
    """A text with so many lines, the first of which is numbered 1."""
    return lambda count: first + lines(form, count, 1) + last


def chained(first: str, form: str, last: str, joint: str = " && \\\n    ") -> Callable[[int], str]:
    """A text with so many commands in one instruction."""
    return lambda count: first + joint.join(lines(form, 1, n) for n in range(1, count + 1)) + last


def inherited(count: int) -> str:
    """Variables of one stage that as many stages inherit."""
    variables = "FROM debian:12 AS s0\n" + lines("ENV V{n}=v\n", count)
    return variables + lines("FROM s{m} AS s{n}\nRUN echo $V1\n", count, 1)


def stages(count: int) -> str:
    """Stages, each of which is built on the one before it and adds a program; all are shipped."""
    chain = lines("FROM s{m} AS s{n}\nRUN gcc -o /p{n} a.c\n", count, 1)
    return f"FROM gcc:12 AS s0\n{chain}FROM alpine:3.20\nCOPY --from=s{count} / /\n"


def removed(count: int) -> str:
    """Programs, each below its own directory, and then a removal of each."""
    return (
        "FROM gcc:12 AS b\n"
        + lines("RUN gcc -o /d{n}/p a.c\n", count)
        + lines("RUN rm -rf /d{n}\n", count)
        + "FROM alpine:3.20\nCOPY --from=b / /\n"
    )


def compose(count: int) -> str:
    """Services with a Dockerfile each."""
    service = "  s{n}:\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.20\n        RUN ldconfig\n"
    return "services:\n" + lines(service, count)


def merges(count: int) -> str:
    """Services that merge the one before them."""
    service = "  s{n}: &s{n}\n    <<: *s{m}\n    k{n}: 1\n"
    first = "  s0: &s0\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.20\n        RUN ldconfig\n"
    return "services:\n" + first + lines(service, count, 1)


def aliases(count: int) -> str:
    """Lists that name the list before them twice."""
    return "x0: &x0 [a]\n" + lines("x{n}: &x{n} [*x{m}, *x{m}]\n", count, 1) + "services: {dockerfile_inline: FROM a}\n"


def python_strings(count: int) -> str:
    """A module of texts."""
    return lines('D{n} = """FROM alpine:3.20\nRUN ldconfig\nRUN true\n"""\n', count)


def concatenated(count: int) -> str:
    """One text of a module, added up line by line."""
    return 'D = "FROM alpine:3.20\\n" + ' + " + ".join('"RUN ldconfig\\n"' for _ in range(count)) + "\n"


def here_documents(count: int) -> str:
    """A shell script that writes Dockerfiles."""
    return "#!/bin/sh\n" + lines("cat > d{n}/Dockerfile <<EOF\nFROM alpine:3.20\nRUN ldconfig\nRUN true\nEOF\n", count)


def markdown(count: int) -> str:
    """A page of Dockerfiles."""
    return lines("```dockerfile\nFROM alpine:3.20\nRUN ldconfig\nRUN true\n```\n\n", count)


def nested_functions(count: int) -> str:
    """Functions, each of which calls the one before it twice."""
    return "FROM alpine:3.20\nRUN f0() { ldconfig; }; " + lines("f{n}() { f{m}; f{m}; }; ", count, 1) + f"f{count}\n"


ALPINE, LAST = "FROM alpine:3.20\n", "FROM alpine:3.20\nCOPY --from=b / /\n"
PAIR = "FROM gcc:12 AS b{n}\nRUN gcc -o /app a.c\nFROM alpine:3.20 AS r{n}\nCOPY --from=b{n} /app /app\nCMD /app\n"
# Toolchains and languages, each of which brings its own knowledge of what lands.
LANGUAGES = {
    "Go": ("FROM golang:1.22 AS b{n}\nRUN go build -o /app .\n", 'COPY --from=b{n} /app /app\nCMD ["/app"]\n'),
    "Rust": (
        "FROM rust:1.80 AS b{n}\nRUN cargo build --release\n",
        'COPY --from=b{n} /target/release/a /app\nCMD ["/app"]\n',
    ),
    "Rust with headers": (
        "FROM rust:1.80 AS b{n}\nRUN apt-get update && apt-get install -y libpq-dev && cargo build --release\n",
        'COPY --from=b{n} /target/release/a /app\nCMD ["/app"]\n',
    ),
    ".NET": (
        "FROM mcr.microsoft.com/dotnet/sdk:8.0 AS b{n}\nRUN dotnet publish -o /out\n",
        'COPY --from=b{n} /out /srv\nCMD ["/srv/a"]\n',
    ),
    "Python": (
        "FROM python:3.12 AS b{n}\nRUN python -m venv /v && /v/bin/pip install numpy psycopg2 lxml\n",
        'COPY --from=b{n} /v /v\nRUN /v/bin/python -c 1\nCMD ["/v/bin/python"]\n',
    ),
    "Node": (
        "FROM node:22 AS b{n}\nWORKDIR /w\nRUN npm install sharp bcrypt\n",
        'COPY --from=b{n} /w /w\nCMD ["node", "/w/a.js"]\n',
    ),
    "libraries": (
        "FROM gcc:12 AS b{n}\nRUN apt-get update && apt-get install -y libpq-dev && gcc -o /app a.c -lpq -lcurl\n",
        'COPY --from=b{n} /app /app\nCMD ["/app"]\n',
    ),
}


def languages(base: str, *, fixes: bool = False) -> dict[str, Shape]:
    """Pairs of a builder and a runtime on the base, a shape for each language."""
    end = ", fixed" if fixes else f" on {base.partition(':')[0]}"
    return {
        f"pairs of {name}{end}": Shape(
            after("", f"{builder}FROM {base} AS r{{n}}\n{landing}"), 20 if fixes else 100, fixes=fixes
        )
        for name, (builder, landing) in LANGUAGES.items()
    }


SHAPES = {
    "suppressions": Shape(after(ALPINE, "# dfix: ignore=DF301 -- why\nRUN ldconfig\n"), 1000),
    "suppressed stages": Shape(after("", "# dfix: ignore=DF301\nFROM alpine:3.20\nRUN ldconfig\n"), 1000),
    "comments": Shape(after("FROM alpine:3.20\nRUN ldconfig\n", "# dfix\n"), 4000),
    "plain RUNs": Shape(after(ALPINE, "RUN echo {n}\n", "RUN ldconfig\n"), 4000),
    "pairs": Shape(after("", PAIR), 500),
    "pairs, fixed": Shape(after("", PAIR), 100, fixes=True),
    "pairs on debian": Shape(after("", PAIR.replace("alpine:3.20", "debian:11")), 500),
    **languages("alpine:3.20"),
    **languages("debian:11-slim"),
    **languages("alpine:3.20", fixes=True),
    "FROM chain": Shape(stages, 1000),
    "COPY chain": Shape(
        after("FROM gcc:12 AS s0\nRUN gcc -o /app a.c\n", "FROM alpine:3.20 AS s{n}\nCOPY --from=s{m} /app /app\n"), 1000
    ),
    "COPY / chain": Shape(
        after("FROM gcc:12 AS s0\n", "FROM scratch AS s{n}\nCOPY --from=s{m} / /\nCOPY f /f{n}\n"), 200, more=True
    ),
    "COPY in": Shape(after("FROM gcc:12 AS b\nRUN gcc -o /app a.c\nFROM alpine:3.20\n", "COPY --from=b /app /app{n}\n"), 1000),
    "copies": Shape(after("FROM alpine:3.20\n", "COPY a{n} /a{n}\n", "RUN ldconfig\n"), 4000),
    "patterns": Shape(
        after("FROM gcc:12 AS b\n", "RUN gcc -o /p{n} a.c\n", LAST) , 500
    ),
    "copies of patterns": Shape(
        after("FROM gcc:12 AS b\nRUN gcc -o /app a.c\n", "COPY --from=b /a*{n} /a/\n", "FROM alpine:3.20\nCOPY --from=b /a /a\n"), 500
    ),
    "unknown names": Shape(
        after("ARG X\nFROM gcc:12 AS b\nARG X\n", "RUN gcc -o /$X{n} a.c\n", LAST), 500
    ),
    "cp -r chain": Shape(
        after("FROM gcc:12 AS b\nRUN gcc -o /d0/p a.c\n", "RUN cp -r /d{m} /d{n}\n", LAST), 1000
    ),
    "cp -r in one RUN": Shape(
        chained("FROM gcc:12 AS b\nRUN gcc -o /d0/p a.c && \\\n    ", "cp -r /d{m} /d{n}", "\n" + LAST), 500
    ),
    "cp -r doubling": Shape(
        after("FROM gcc:12 AS b\nRUN gcc -o /d/p a.c\n", "RUN cp -r /d /d/e{n}\n", LAST), 5, more=True
    ),
    "relative WORKDIRs": Shape(after("FROM alpine:3.20\n", "WORKDIR d{n}\n", "RUN ldconfig\n"), 4000),
    "relative cds": Shape(chained("FROM alpine:3.20\nRUN ", "cd d{n}", " && ldconfig\n"), 2000),
    "pipes": Shape(chained("FROM alpine:3.20\nRUN ldconfig && ", "cat", "\n", " | "), 2000),
    "pipelines": Shape(chained("FROM alpine:3.20\nENV A=b C=d\nRUN ldconfig && ", "a | b", "\n", "; "), 2000),
    "heredocs of RUN": Shape(
        lambda count: "FROM alpine:3.20\nRUN ldconfig" + lines(" <<E{n}", count) + "\n" + lines("a\nE{n}\n", count), 500
    ),
    "heredocs in a RUN": Shape(
        lambda count: "FROM alpine:3.20\nRUN <<E\nldconfig\n" + lines("cat > f{n} <<F\na\nF\n", count) + "E\n", 1000
    ),
    "heredocs of COPY": Shape(after("FROM alpine:3.20\n", "COPY <<E /f{n}\na\nE\n", "RUN ldconfig\n"), 2000),
    "gcc chain, COPY /": Shape(chained("FROM gcc:12 AS b\nRUN ", "gcc -o /p{n} a.c", "\n" + LAST), 500),
    "gcc RUNs, COPY /": Shape(after("FROM gcc:12 AS b\n", "RUN gcc -o /p{n} a.c\n", LAST), 500),
    "gcc RUNs, fixed": Shape(after("FROM gcc:12 AS b\n", "RUN gcc -o /p{n} a.c\n", LAST), 100, fixes=True),
    "rm -rf of products": Shape(removed, 500),
    "mv chain": Shape(after("FROM gcc:12 AS b\nRUN gcc -o /p0 a.c\n", "RUN mv /p{m} /p{n}\n", LAST), 1000),
    "ldconfig chain": Shape(chained("FROM alpine:3.20\nRUN ", "ldconfig", "\n"), 250),
    "ldconfig chain, fixed": Shape(chained("FROM alpine:3.20\nRUN ", "ldconfig", " && echo\n"), 250, fixes=True),
    "ldconfig RUNs, fixed": Shape(after(ALPINE, "RUN ldconfig\n"), 250, fixes=True),
    "ldconfig in chains, fixed": Shape(after(ALPINE, "RUN echo a && ldconfig && echo b\n"), 250, fixes=True),
    "branches": Shape(
        after("FROM gcc:12 AS b\n", "RUN if a; then gcc -o /p{n} a.c; else true; fi\n", LAST), 500
    ),
    "branches in one RUN": Shape(
        chained("FROM gcc:12 AS b\nRUN ", "if a; then gcc -o /p{n} a.c; fi", "\n" + LAST, "; "), 250
    ),
    "or chain": Shape(chained("FROM gcc:12 AS b\nRUN ", "gcc -o /p{n} a.c", "\n" + LAST, " || "), 250),
    "shell functions": Shape(
        lambda count: "FROM alpine:3.20\nRUN " + lines("f{n}() { ldconfig; }; ", count) + lines("f{n}; ", count) + "\n", 500
    ),
    "nested functions": Shape(nested_functions, 5),
    "loops": Shape(after(ALPINE, "RUN for i in a b c d; do ldconfig /$i; done\n"), 500),
    "variables": Shape(chained("FROM alpine:3.20\nRUN ", "V{n}=a", "; ldconfig\n", "; "), 1000),
    "exports": Shape(chained("FROM alpine:3.20\nRUN ", "export V{n}=a", "; ldconfig\n", "; "), 1000),
    "ENVs": Shape(after("FROM alpine:3.20\n", "ENV V{n}=v\n", "RUN ldconfig\n"), 2000),
    "ENVs between RUNs": Shape(after("FROM alpine:3.20\n", "ENV V{n}=v\nRUN ldconfig\n"), 1000),
    "ENVs in themselves": Shape(after("FROM alpine:3.20\nENV V=v\n", "ENV V=$V:v\n", "RUN ldconfig $V\n"), 2000),
    "ENVs inherited": Shape(inherited, 500),
    "global ARGs": Shape(after("", "ARG V{n}=v\n", "FROM alpine:3.20\nRUN ldconfig\n"), 2000),
    "ARGs": Shape(after("FROM alpine:3.20\n", "ARG V{n}=v\n", "RUN ldconfig\n"), 2000),
    "packages": Shape(after("FROM alpine:3.20\n", "RUN apk add p{n}\n", "RUN ldconfig\n"), 1000),
    "packages removed": Shape(after("FROM debian:12\n", "RUN apt-get install -y p{n} && apt-get purge -y --auto-remove p{n}\n"), 500),
    "mounts": Shape(
        after("FROM gcc:12 AS b\nRUN gcc -o /app a.c\nFROM alpine:3.20\n", "RUN --mount=from=b,target=/b ldconfig\n"), 500
    ),
    "downloads": Shape(
        after("FROM alpine:3.20\n", "RUN curl -L https://e.org/a-linux-gnu-{n}.tar.gz | tar xz -C /opt/{n}\n", "CMD /opt/1/a\n"), 500
    ),
    "images": Shape(after("", "FROM debian:12 AS s{n}\nRUN ldconfig\n"), 1000),
    "copies of images": Shape(after("FROM alpine:3.20\n", "COPY --from=debian:12 /bin/ls /bin/l{n}\n"), 1000),
    "started scripts": Shape(
        after("FROM debian:12\n", "COPY <<E /s{n}.sh\n#!/bin/zsh\nE\nRUN chmod +x /s{n}.sh && /s{n}.sh\n"), 250
    ),
    "scripts that miss a bit": Shape(
        after("FROM debian:12\n", "COPY <<E /s{n}.sh\n#!/bin/sh\nE\nRUN chmod +x /t{n}.sh\nRUN /s{n}.sh\n"), 250
    ),
    "ADDs": Shape(
        after("FROM alpine:3.20\n", "ADD https://e.org/a-linux-gnu-{n}.tar.gz /opt/\n", "RUN /opt/a\n"), 250, fixes=True
    ),
    "users": Shape(after("FROM alpine:3.20\n", "RUN adduser u{n}\nUSER u{n}\n", "RUN ldconfig\n"), 1000),
    "CMDs": Shape(after("FROM alpine:3.20\nRUN ldconfig\n", "CMD /app{n}\n"), 2000),
    "HEALTHCHECKs": Shape(after("FROM alpine:3.20\nRUN ldconfig\n", "HEALTHCHECK CMD curl a{n}\n"), 2000),
    "shell words": Shape(chained("FROM alpine:3.20\nRUN ldconfig ", "a{n}", "\n", " "), 4000),
    "continued lines": Shape(chained("FROM alpine:3.20\nRUN ldconfig ", "a{n}", "\n", " \\\n"), 4000),
    "quotes": Shape(chained("FROM alpine:3.20\nRUN ldconfig ", '"$A{n}"', "\n", ""), 4000),
    "open brackets": Shape(chained("FROM alpine:3.20\nRUN ldconfig ", "{ (", "\n", " "), 500),
    "substitutions": Shape(chained("FROM alpine:3.20\nRUN ldconfig ", "$(a ", "\n", ""), 500),
    "compose": Shape(compose, 100, name="compose.yaml"),
    "compose, fixed": Shape(compose, 50, fixes=True, name="compose.yaml"),
    "YAML merges": Shape(merges, 100, name="compose.yaml"),
    "YAML aliases": Shape(aliases, 5, name="compose.yaml"),
    "Python texts": Shape(python_strings, 100, name="a.py"),
    "Python texts, fixed": Shape(python_strings, 50, fixes=True, name="a.py"),
    "Python text + text": Shape(concatenated, 1250, name="a.py"),
    "Python text + text, fixed": Shape(concatenated, 1250, fixes=True, name="a.py"),
    "shell script": Shape(here_documents, 100, name="a.sh"),
    "shell script, fixed": Shape(here_documents, 50, fixes=True, name="a.sh"),
    "Markdown": Shape(markdown, 100, name="a.md"),
    "Markdown, fixed": Shape(markdown, 50, fixes=True, name="a.md"),
}  # fmt: skip


class Cost(NamedTuple):
    """Seconds of processor time, and the peak of resident memory in mebibytes."""

    seconds: float
    peak: float
    findings: int
    is_ended: bool = False


def cost_here(shape: Shape, size: int, *, calls: bool = False) -> Cost:
    """The cost of the work on one file in this process; in calls of functions, if these are counted."""
    data = shape.text(size).encode()
    gc.set_threshold(100_000)  # as dfix does when it starts
    start = time.process_time()
    from dfix.plan import LimitError

    found, is_ended = 0, False
    profile = cProfile.Profile() if calls else None
    if profile:
        profile.enable()
    try:
        found = worked(shape, data)
    except LimitError:
        is_ended = True
    if profile:
        profile.disable()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = pstats.Stats(profile).total_calls if profile else time.process_time() - start  # type: ignore[attr-defined]
    return Cost(spent, peak, found, is_ended)


def worked(shape: Shape, data: bytes) -> int:
    """Work on a file as a run does; the number of findings, or of repairs that were made."""
    from dfix.engine import Options, analyse, fix
    from dfix.findings import Applicability

    if shape.name:
        from dfix.run.host_files import analyse_host, fix_host

        if shape.fixes:
            return len(fix_host(shape.name, data, Options(), Applicability.UNSAFE).applied)
        return len(analyse_host(shape.name, data, Options()).findings)
    if shape.fixes:
        return len(fix(data, Options(), Applicability.UNSAFE).applied)
    findings = analyse(data).findings
    return sum(bool(finding.fixes) or 1 for finding in findings)


def cost(name: str, size: int, runs: int, limit: float, *, calls: bool = False) -> Cost | None:
    """The least cost of several runs, each in a process of its own; None where one takes longer than the limit."""
    costs = []
    for _ in range(runs):
        command = [sys.executable, __file__, "--here", name, str(size), *(["--calls"] if calls else [])]
        try:
            shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=limit).stdout
        except subprocess.TimeoutExpired:
            return None
        except subprocess.CalledProcessError as error:
            raise SystemExit(f"{name} at {size} failed:\n{error.stderr[-2000:]}") from None
        costs.append(Cost(*json.loads(shown)))
        if calls or costs[0].seconds > 5:
            break
    return min(costs)


def show(name: str, asked: argparse.Namespace) -> bool:
    """Measure one shape and print its row; whether it is within the bounds."""
    first, calls = asked.smallest or SHAPES[name].size, asked.calls
    sizes = [1, *(first << step for step in range(asked.sizes))]
    base, *costs = (cost(name, size, asked.runs, asked.limit, calls=calls) for size in sizes)
    steps = list(zip(sizes[1:], costs, strict=True))
    form = "{:10,.0f} calls" if calls else "{:7.3f} s"
    shown = (f"{form.format(one.seconds)} {one.peak:4.0f} MB" if one else " over the limit " for _, one in steps)
    cells = [f"{size:>6} {cell}" for (size, _), cell in zip(steps, shown, strict=True)]
    exponent = math.nan
    known = [one for _, one in steps if one]
    if base and len(known) > 1:
        own = [max(one.seconds - base.seconds, 1e-6) for one in known]
        exponent = math.log2(own[-1] / own[-2]) if own[-1] > SHORTEST else 0.0
    shape, is_ended = SHAPES[name], any(one.is_ended for one in known)
    grows_well = is_ended if shape.more else exponent <= EXPONENT and not is_ended
    is_fine = len(known) == len(steps) and grows_well and known[-1].peak <= PEAK
    found = "ended" if is_ended else known[-1].findings if known else 0
    print(f"{name:<27} {'  '.join(cells)}  ^{exponent:4.2f}  {found:>6} {'' if is_fine else '<<<'}", flush=True)
    return is_fine


def main() -> int:
    """Measure the shapes that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", help="beginnings of names")
    parser.add_argument("--sizes", type=int, default=3)
    parser.add_argument("--smallest", type=int)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--limit", type=float, default=120, help="seconds for one run")
    parser.add_argument("--calls", action="store_true")
    parser.add_argument("--here", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.here:
        print(json.dumps(cost_here(SHAPES[asked.here[0]], int(asked.here[1]), calls=asked.calls)))
        return 0
    names = [name for name in SHAPES if not asked.shapes or name.startswith(tuple(asked.shapes))]
    fine = [show(name, asked) for name in names]
    print(f"{sum(fine)} of {len(fine)} shapes grow with an exponent of at most {EXPONENT} and stay below {PEAK} MB")
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
