"""The most memory that any accepted file takes: `python benchmarks/memory.py [SHAPE…]`.

Each shape of `growth.py`, and some that are made of long words, is written as large as dfix reads it: 16 MiB, 400,000
lines, 20,000 instructions, 2,000 Dockerfiles in a host. The program checks it, repairs it and prints it, each in a
process of its own, and the peak of the process's resident memory is printed. Where dfix ends the work by its count of
steps, the largest size at which it does not is sought, and measured too. A peak over `PEAK` is marked.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
from growth import ALPINE, LAST, PEAK, SHAPES, after, chained, lines

from dfix.run.files import LARGEST, MOST_LINES
from dfix.syntax import parse
from dfix.syntax.dockerfile import MOST_INSTRUCTIONS
from dfix.text import Source

MOST_HOSTED = 2_000
LONG = "x" * 780
FOUR, EIGHTY = "a" * 4_000, "abcdefgh" * 10
RUNS = {
    "check": ["--format", "text"],
    "json": ["--format", "json", "--min-confidence", "possible"],
    "repair": ["--diff", "--unsafe-fixes"],
}
ENDED = b"dfix stops here"


class Long(NamedTuple):
    """A file that grows; ``name`` is its name where it is a host."""

    text: Callable[[int], str]
    name: str = ""


BIG = 60_000  # bytes: two such lines are as much as dfix reads of one instruction


def big(form: str) -> str:
    """A form so often that it fills the longest instruction, in two lines."""
    half = form * (BIG // len(form))
    return f"{half} \\\n{half}"


LONG_WORDS = {
    "longest RUNs of words": Long(after(ALPINE, f"RUN a {big('b ')}\n", "RUN ldconfig\n")),
    "longest RUNs, loops": Long(after(ALPINE, f"RUN for i in {big('b ')}; do echo; done\n", "RUN ldconfig\n")),
    "longest RUNs, cases": Long(after(ALPINE, f"RUN case a in {big('b | ')} c) d;; esac; e\n", "RUN ldconfig\n")),
    "longest RUNs, parts": Long(after(ALPINE, f"RUN a {big('$A')}\n", "RUN ldconfig\n")),
    "longest RUNs, brackets": Long(after(ALPINE, f"RUN a; {big('{ ')}\n", "RUN ldconfig\n")),
    "longest RUNs, JSON": Long(after(ALPINE, f'RUN ["a", {big(chr(34) + "b" + chr(34) + ",")} "c"]\n', "RUN ldconfig\n")),
    "longest RUNs, quotes": Long(after(ALPINE, f"RUN a '{big('b ')}'\n", "RUN ldconfig\n")),
    "longest RUNs, globs": Long(after("FROM gcc:12 AS b\n", f"RUN cp {big('* ')} /a/\n", LAST)),
    "longest LABELs": Long(after(ALPINE, f"LABEL {big('a=b ')}\n", "RUN ldconfig\n")),
    "longest ENVs": Long(after(ALPINE, f"ENV {big('a=b ')}\n", "RUN ldconfig\n")),
    "longest ENVs, apart": Long(
        after(ALPINE, "ENV " + " ".join(f"a{n}={n}" for n in range(5000)) + "\n", "RUN ldconfig\n")
    ),
    "longest ARGs": Long(after(ALPINE, f"ARG {big('a=b ')}\n", "RUN ldconfig\n")),
    "longest COPYs": Long(after(ALPINE, f"COPY {big('a ')} /a/\n", "RUN ldconfig\n")),
    "longest COPYs --from": Long(
        after("FROM gcc:12 AS b\nRUN gcc -o /a a.c\nFROM alpine:3.20\n", f"COPY --from=b {big('/a ')} /b/\n")
    ),
    "longest ADDs": Long(after(ALPINE, f"ADD {big('https://a/b ')} /b/\n", "RUN ldconfig\n")),
    "longest CMDs": Long(after(f"{ALPINE}RUN ldconfig\n", f'CMD ["a", {big(chr(34) + "b" + chr(34) + ",")} "c"]\n')),
    "longest VOLUMEs": Long(after(f"{ALPINE}RUN ldconfig\n", f"VOLUME {big('/a ')}\n")),
    "longest EXPOSEs": Long(after(f"{ALPINE}RUN ldconfig\n", f"EXPOSE {big('1 ')}\n")),
    "longest flags": Long(after(ALPINE, f"RUN {big('--mount=a ')} ldconfig\n")),
    "longest FROMs": Long(after("", f"FROM {'a' * 60000} AS b{{n}}\nRUN ldconfig\n")),
    "longest heredocs": Long(after(ALPINE, "RUN <<E\n" + "ldconfig\n" * 5000 + "E\n")),
    "longest heredocs of COPY": Long(after(ALPINE, "COPY <<E /a{n}\n" + "a b\n" * 30000 + "E\n", "RUN ldconfig\n")),
    "longest packages": Long(after(ALPINE, f"RUN apk add {big('curl ')}\n", "RUN ldconfig\n")),
    "longest packages of Debian": Long(after("FROM debian:12\n", f"RUN apt-get install -y {big('libpq5 ')}\n", "RUN ldconfig\n")),
    "longest comments": Long(lambda count: f"{ALPINE}RUN ldconfig\n" + f"# dfix: ignore={'DF301,' * 10000}\n" * count),
    "longest gccs": Long(after("FROM gcc:12 AS b\n", f"RUN gcc -o /p{{n}} {big('a.c ')}\n", LAST)),
    "longest go builds": Long(after("FROM golang:1.22 AS b\n", f"RUN go build -o /p{{n}} {big('./a ')}\n", LAST)),
    "long RUNs": Long(after(ALPINE, f"RUN echo {LONG}{{n}}\n", "RUN ldconfig\n")),
    "long RUNs of words": Long(after(ALPINE, "RUN echo" + " a" * 380 + "\n", "RUN ldconfig\n")),
    "long RUNs of commands": Long(after(ALPINE, "RUN a" + ";a" * 380 + "\n", "RUN ldconfig\n")),
    "long RUNs of a compiler": Long(after("FROM gcc:12 AS b\n", "RUN gcc -o /p{n}" + " a.c" * 190 + "\n", LAST)),
    "long ENVs": Long(after(ALPINE, f"ENV V{{n}}={LONG}\n", "RUN ldconfig\n")),
    "ENVs of many": Long(after(ALPINE, "ENV" + "".join(f" A{n}_{{n}}=v" for n in range(60)) + "\n", "RUN ldconfig\n")),
    "ENVs in themselves, long": Long(after(f"{ALPINE}ENV V={LONG}\n", "ENV V=$V:$V\n", "RUN ldconfig $V\n")),
    "LABELs": Long(after(ALPINE, "LABEL" + "".join(f" a{n}=v" for n in range(100)) + "\n", "RUN ldconfig\n")),
    "long COPYs": Long(after(ALPINE, f"COPY {LONG}{{n}} /\n", "RUN ldconfig\n")),
    "COPYs of many": Long(after(ALPINE, "COPY" + "".join(f" a{n}" for n in range(150)) + " /a{n}/\n", "RUN ldconfig\n")),
    "COPYs of many products": Long(
        after("FROM gcc:12 AS b\n", "RUN gcc -o /p{n} a.c\n", "FROM alpine:3.20\n" + "COPY --from=b" + " /p1" * 1000 + " /a/\n")
    ),
    "long paths": Long(after("FROM gcc:12 AS b\n", "RUN gcc -o " + "/d" * 380 + "/p{n} a.c\n", LAST)),
    "long paths apart": Long(after("FROM gcc:12 AS b\n", "RUN gcc -o /{n}" + "/d" * 380 + "/p a.c\n", LAST)),
    "long WORKDIRs": Long(after(ALPINE, f"WORKDIR {LONG}\n", "RUN ldconfig\n")),
    "long FROMs": Long(after("", f"FROM debian:12 AS {LONG}{{n}}\nRUN ldconfig\n")),
    "long packages": Long(after(ALPINE, "RUN apk add" + "".join(f" p{n}-{{n}}" for n in range(90)) + "\n", "RUN ldconfig\n")),
    "packages of Debian": Long(after("FROM debian:12\n", "RUN apt-get install -y" + " libssl3 libpq5 curl" * 38 + "\n")),
    "pip packages": Long(after("FROM python:3.12\n", "RUN pip install" + " numpy psycopg2 pillow" * 38 + "\n")),
    "pip into alpine": Long(
        after("FROM python:3.12 AS b\n", "RUN pip install --target /t{n} numpy psycopg2 pillow\n", LAST)
    ),
    "findings": Long(after(ALPINE, "RUN ldconfig\n")),
    "findings, long": Long(after(ALPINE, "RUN ldconfig " + "/a" * 380 + "\n")),
    "findings in chains": Long(after(ALPINE, "RUN ldconfig" + " && ldconfig" * 60 + "\n")),
    "one RUN of words": Long(chained(f"{ALPINE}RUN ldconfig ", "a", "\n", " ")),
    "one RUN of long words": Long(chained(f"{ALPINE}RUN ldconfig ", EIGHTY, "\n", " ")),
    "one RUN of lines": Long(chained(f"{ALPINE}RUN ldconfig ", "a", "\n", " \\\n")),
    "one RUN of commands": Long(chained(f"{ALPINE}RUN ", "ldconfig", "\n", ";")),
    "one RUN of tiny commands": Long(chained(f"{ALPINE}RUN ldconfig;", "a", "\n", ";")),
    "one RUN of variables": Long(chained(f"{ALPINE}RUN ldconfig ", "$A{n}", "\n", "")),
    "one RUN of quotes": Long(chained(f"{ALPINE}RUN ldconfig ", "''", "\n", "")),
    "one RUN of substitutions": Long(chained(f"{ALPINE}RUN ldconfig ", "$(a)", "\n", " ")),
    "one RUN of assignments": Long(chained(f"{ALPINE}RUN ldconfig; ", "A{n}=b", "\n", ";")),
    "one RUN of ifs": Long(chained(f"{ALPINE}RUN ldconfig; ", "if a; then b; fi", "\n", ";")),
    "one RUN of redirections": Long(chained(f"{ALPINE}RUN ldconfig ", ">a{n}", "\n", " ")),
    "one RUN of a compiler": Long(chained("FROM gcc:12 AS b\nRUN ", "gcc -o /p{n} a.c", "\n" + LAST, ";")),
    "one RUN of copies": Long(chained("FROM gcc:12 AS b\nRUN gcc -o /p0 a.c;", "cp /p{m} /p{n}", "\n" + LAST, ";")),
    "one RUN of cp -r": Long(chained("FROM gcc:12 AS b\nRUN gcc -o /d0/p a.c;", "cp -r /d{m} /d{n}", "\n" + LAST, ";")),
    "one RUN, a heredoc": Long(lambda count: f"{ALPINE}RUN <<E\nldconfig\n" + lines("a {n}\n", count) + "E\n"),
    "one RUN, a heredoc of ldconfig": Long(lambda count: f"{ALPINE}RUN <<E\n" + lines("ldconfig\n", count) + "E\n"),
    "a heredoc of COPY": Long(lambda count: f"{ALPINE}COPY <<E /a\n" + lines("a {n}\n", count) + "E\nRUN ldconfig\n"),
    "one long word": Long(chained(f"{ALPINE}RUN ldconfig ", "a", "\n", "")),
    "one ENV": Long(chained(f"{ALPINE}ENV ", "A{n}=v", "\nRUN ldconfig\n", " ")),
    "one LABEL": Long(chained(f"{ALPINE}LABEL ", "A{n}=v", "\nRUN ldconfig\n", " ")),
    "one COPY": Long(chained(f"{ALPINE}COPY ", "a{n}", " /a/\nRUN ldconfig\n", " ")),
    "one COPY --from": Long(
        chained("FROM gcc:12 AS b\nRUN gcc -o /a a.c\nFROM alpine:3.20\nCOPY --from=b ", "/a", " /b/\n", " ")
    ),
    "one CMD": Long(chained(f"{ALPINE}RUN ldconfig\nCMD [", '"a{n}"', "]\n", ",")),
    "one apk add": Long(chained(f"{ALPINE}RUN ldconfig && apk add ", "a{n}", "\n", " ")),
    "one apt-get install": Long(chained("FROM debian:12\nRUN ldconfig && apt-get install ", "lib{n}", "\n", " ")),
    "one pip install": Long(chained("FROM python:3.12 AS b\nRUN pip install ", "numpy=={n}", "\n" + LAST, " ")),
    "one ARG": Long(chained("ARG ", "A{n}=v", f"\n{ALPINE}RUN ldconfig\n", " ")),
    "comments of very many lines": Long(lambda count: f"{ALPINE}RUN ldconfig\n" + "#\n" * count),
    "long comments": Long(lambda count: f"{ALPINE}RUN ldconfig\n" + f"# {EIGHTY}\n" * count),
    "blank lines": Long(lambda count: f"{ALPINE}RUN ldconfig\n" + "\n" * count),
    "comments in a RUN": Long(lambda count: f"{ALPINE}RUN ldconfig \\\n" + "# a\\\n" * count + "a\n"),
    "suppressions of many": Long(after(ALPINE, "# dfix: ignore=" + ",".join(["DF301"] * 90) + " -- why\nRUN ldconfig\n")),
    "suppressions without RUNs": Long(lambda count: f"{ALPINE}RUN ldconfig\n" + "# dfix: ignore=DF301\n" * count),
    "compose of long ones": Long(
        lambda count: "services:\n"
        + lines("  s{n}:\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.20\n" + "        RUN ldconfig\n" * 300, count),
        "compose.yaml",
    ),
    "compose of one long one": Long(
        lambda count: "services:\n  s:\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.20\n"
        + "        RUN ldconfig\n" * count,
        "compose.yaml",
    ),
    "compose of many keys": Long(
        lambda count: "services:\n  s:\n    build:\n      dockerfile_inline: FROM a\n" + lines("  a{n}: {}\n", count), "compose.yaml"
    ),
    "bake of many targets": Long(
        lambda count: lines('target "t{n}" {\n  dockerfile-inline = "FROM alpine:3.20\\nRUN ldconfig\\n"\n}\n', count),
        "docker-bake.hcl",
    ),
    "Markdown of long ones": Long(
        lambda count: lines("```dockerfile\nFROM alpine:3.20\n" + "RUN ldconfig\n" * 300 + "```\n\n", count), "a.md"
    ),
    "a Python module": Long(lambda count: 'D = "FROM alpine:3.20"\n' + lines("a{n} = {n}\n", count), "a.py"),
    "a shell script": Long(
        lambda count: "cat > Dockerfile <<E\nFROM alpine:3.20\nRUN ldconfig\nE\n" + lines("a {n}\n", count), "a.sh"
    ),
}  # fmt: skip


class Row(NamedTuple):
    """One run: the peak in mebibytes, seconds of the processor, and how it ended."""

    peak: float
    seconds: float
    ended: str


def fits(shape: Long, count: int) -> bool:
    """Whether dfix reads the file whole."""
    data = shape.text(count).encode()
    if len(data) > LARGEST or data.count(b"\n") > MOST_LINES:
        return False
    if shape.name:
        return count <= MOST_HOSTED or data.count(b"FROM") <= MOST_HOSTED
    return data.count(b"\n") < MOST_INSTRUCTIONS or not any(
        "more than" in fault.message for fault in parse(Source(data)).faults
    )


def largest(is_small: Callable[[int], bool], first: int = 1, most: int = 1 << 24) -> int:
    """The largest number for which it holds, within 2 of a hundred."""
    low = first
    while low * 2 <= most and is_small(low * 2):
        low *= 2
    high = min(low * 2, most)
    while high - low > max(low // 50, 1):
        middle = (low + high) // 2
        low, high = (middle, high) if is_small(middle) else (low, middle)
    return low


def run(shape: Long, count: int, words: list[str], limit: float) -> Row:
    """Run dfix on the file, in a process whose child it is: the peak of that child alone counts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, shape.name or "Dockerfile")
        path.write_text(shape.text(count), encoding="utf-8")
        command = [sys.executable, __file__, "--child", str(limit), str(path), *words]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return Row(float(said[0]), float(said[1]), said[2])


def child(limit: float, path: str, words: list[str]) -> None:
    """Run dfix once, and print what it took."""
    command = [sys.executable, "-m", "dfix", "check", "--isolated", "--quiet", *words, path]
    if "text" in words or "--diff" in words:
        command.remove("--quiet")
    ended = "done"
    resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit)))  # of each process
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode < 0:
        ended = "timeout"
    elif done.returncode not in (0, 1):
        ended = "ended" if ENDED in done.stderr else f"exit_{done.returncode}"
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(used.ru_maxrss / 1024, used.ru_utime + used.ru_stime, ended)


def measure(name: str, shape: Long, limit: float, runs: list[str]) -> float:
    """Print the rows of a shape; its highest peak."""
    count = largest(lambda n: fits(shape, n))
    sizes = {"": count}
    rows = {(way, ""): run(shape, count, RUNS[way], limit) for way in runs}
    if any(row.ended == "ended" for row in rows.values()):
        first = runs[0]
        within = largest(lambda n: run(shape, n, RUNS[first], limit).ended != "ended", most=count)
        sizes["within"] = within
        rows |= {(way, "within"): run(shape, within, RUNS[way], limit) for way in runs}
    peak = max(row.peak for row in rows.values())
    size = len(shape.text(count)) / 1024 / 1024
    shown = "  ".join(
        f"{way}{' at ' + str(sizes[where]) if where else ''} {row.peak:.0f} MB {row.seconds:.1f} s"
        f"{'' if row.ended == 'done' else ' ' + row.ended}"
        for (way, where), row in rows.items()
    )
    print(f"{name:<32} {count:>8} {size:5.1f} MiB  {shown}  {'<<<' if peak > PEAK else ''}", flush=True)
    return peak


def main() -> int:
    """Measure the shapes that are named, or all."""
    if sys.argv[1:2] == ["--child"]:
        child(float(sys.argv[2]), sys.argv[3], sys.argv[4:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", help="beginnings of names")
    parser.add_argument("--limit", type=float, default=600, help="seconds for one run")
    parser.add_argument("--run", choices=RUNS, action="append", help="only these [default: all]")
    asked = parser.parse_args()
    shapes = LONG_WORDS | {name: Long(shape.text, shape.name) for name, shape in SHAPES.items() if not shape.fixes}
    names = [name for name in shapes if not asked.shapes or name.startswith(tuple(asked.shapes))]
    peaks = [measure(name, shapes[name], asked.limit, asked.run or list(RUNS)) for name in names]
    print(
        f"{sum(peak <= PEAK for peak in peaks)} of {len(peaks)} shapes stay below {PEAK} MB; the highest: {max(peaks):.0f}"
    )
    return 0 if max(peaks) <= PEAK else 1


if __name__ == "__main__":
    sys.exit(main())
