"""Examples of unused-directive (DF002): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

GO = "FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM alpine:3.20\n# dfix: ignore=DF101 -- gcompat comes later\nCOPY --from=build /app /app\n"
GO_IGNORE = "# dfix: ignore=DF101 -- gcompat comes later\n"
RIGHT = GO.replace("go build", "CGO_ENABLED=0 go build").replace("# dfix", "«# dfix").replace("later", "later»")

BAD = (
    Bad(
        RIGHT,
        "`ignore=DF101` suppresses nothing",
        GO.replace("go build", "CGO_ENABLED=0 go build").replace(GO_IGNORE, ""),
    ),
    Bad(
        GO.replace("DF101", "DF101,«DF301»"),
        "`ignore=DF301` suppresses nothing",
        GO,
    ),
    Bad(GO.replace("DF101", "«forein-libc»"), "there is no rule `forein-libc`"),
    Bad("«# dfix: ingore=DF101»\nFROM alpine:3.20\n", "does not know the directive `ingore=`"),
    Bad("FROM alpine:3.20\n«# dfix: libc=glibc»\nRUN true\n", "is not before a FROM"),
    Bad("«# dfix: like=registry.corp/other»\nFROM registry.corp/base\n", "does not know the image"),
)

GOOD = (
    Good("it suppresses a finding", GO),
    Good(
        "it suppresses findings in the whole stage",
        GO.replace(GO_IGNORE, "").replace("FROM alpine", "# dfix: ignore=foreign-libc\nFROM alpine"),
    ),
    Good("it says what an unknown image holds", "# dfix: libc=glibc\nFROM registry.corp/base\n"),
    Good("it is no directive for dfix", "# dfix is run in the pipeline\nFROM alpine:3.20\n"),
    Good("it suppresses findings in the whole file", f"# dfix: ignore-file=DF101\n{GO}".replace(GO_IGNORE, "")),
    Good("a code's beginning names several rules", GO.replace("DF101", "DF1")),
)
