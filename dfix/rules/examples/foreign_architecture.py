"""Examples of foreign-architecture (DF104): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

CROSS_BUILT = (
    "FROM --platform=$BUILDPLATFORM golang:1.22 AS build\nWORKDIR /src\nCOPY . .\n"
    "RUN CGO_ENABLED=0 go build -o /app .\nFROM alpine:3.20\nCOPY --from=build «/app» /app\n"
)
TOLD = CROSS_BUILT.replace("RUN CGO", "ARG TARGETOS TARGETARCH\nRUN CGO").replace(
    "=0 go", "=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go"
)
PINNED = (
    "FROM --platform=linux/amd64 gcc:14 AS build\nCOPY hello.c .\nRUN gcc -static -o /hello hello.c\n"
    "FROM --platform=linux/arm64 alpine:3.20\nCOPY --from=build «/hello» /hello\n"
)

BAD = (
    Bad(CROSS_BUILT, "built for the build machine", TOLD),
    Bad(PINNED, "built for amd64, and the final stage is arm64"),
    Bad(
        "FROM golang:1.22 AS build\nRUN CGO_ENABLED=0 GOARCH=amd64 go build -o /app .\n"
        "FROM arm64v8/alpine:3.20\nCOPY --from=build «/app» /app\n",
        "built for amd64",
    ),
    Bad(
        CROSS_BUILT.replace("=0 go", "=0 GOARCH=amd64 go"),
        "is for amd64 whatever the platform",
        CROSS_BUILT.replace("RUN CGO", "ARG TARGETARCH\nRUN CGO")
        .replace("=0 go", "=0 GOARCH=$TARGETARCH go")
        .replace("«", "")
        .replace("»", ""),
    ),
    Bad(
        CROSS_BUILT.replace("«", "")
        .replace("»", "")
        .replace("=0 go", "=0 GOARCH=$TARGETARCH go")
        .replace("RUN", "ARG «TARGETARCH=amd64»\nRUN"),
        "hides the platform's value",
    ),
    Bad(
        "FROM --platform=$BUILDPLATFORM node:20 AS build\nRUN npm run build\nFROM «--platform=$BUILDPLATFORM» nginx:1.27\n"
        'COPY --from=build /dist /srv\nCMD ["nginx"]\n',
        "is for the build machine",
    ),
    Bad(
        "FROM alpine:3.20\nARG BUILDARCH\n«RUN» wget -O /bin/tool https://dl.example.org/tool-linux-$BUILDARCH\n",
        "the build machine's platform chooses",
        "FROM alpine:3.20\nARG TARGETARCH\nRUN wget -O /bin/tool https://dl.example.org/tool-linux-$TARGETARCH\n",
    ),
    Bad(
        "FROM alpine:3.20\nRUN «wget -O /bin/tool https://dl.example.org/tool-linux-amd64» && chmod +x /bin/tool\n",
        "`Makefile` builds the image for arm64 too",
        files={"Makefile": "all:\n\tdocker buildx build --platform linux/amd64,linux/arm64 .\n"},
    ),
    Bad(
        "FROM debian:12\nRUN apt-get install -y «./tool_1.0_amd64.deb»\n",
        "`tool_1.0_amd64.deb` is for amd64 alone, whatever the platform, and `Makefile` builds the image for arm64 too",
        "FROM debian:12\nARG TARGETARCH\nRUN apt-get install -y ./tool_1.0_${TARGETARCH}.deb\n",
        files={"Makefile": "all:\n\tdocker buildx build --platform linux/amd64,linux/arm64 .\n"},
    ),
    Bad(
        "FROM debian:12 AS build\nFROM debian:12-slim\n"
        "COPY --from=build «/usr/lib/x86_64-linux-gnu/libpq.so.5» /usr/lib/x86_64-linux-gnu/\n",
        "is there on amd64 alone",
        "FROM debian:12 AS build\nFROM debian:12-slim\nCOPY --from=build /usr/lib/*-linux-gnu/libpq.so.5 /usr/lib/\n",
        files={"Makefile": "all:\n\tdocker buildx build --platform linux/amd64,linux/arm64 .\n"},
    ),
)

GOOD = (
    Good("the compiler is told", TOLD),
    Good("every stage is of the target platform", CROSS_BUILT.replace("--platform=$BUILDPLATFORM ", "")),
    Good(
        "the compiler's name says for what it compiles",
        "FROM --platform=$BUILDPLATFORM debian:12 AS build\nENV CC=aarch64-linux-gnu-gcc\nRUN make && make install\n"
        "FROM debian:12-slim\nCOPY --from=build /usr/local/bin /usr/local/bin\n",
    ),
    Good(
        "one of two commands builds for the target",
        "FROM --platform=$BUILDPLATFORM golang:1.22 AS build\nARG TARGETARCH\nWORKDIR /src\nCOPY . .\n"
        "RUN GOARCH=$TARGETARCH make app && make tool\nFROM debian:12-slim\nCOPY --from=build /src/build/app /app\n",
        {
            "Makefile": "flags = -X a=$(V) -X \\\n b=$(shell git describe)\nFLAGS := -ldflags '$(flags)'\n"
            "app:\n\tgo build $(FLAGS) -o build/ ./cmd/app\ntool:\n\tgo build $(FLAGS) -o build/ ./cmd/tool\n"
        },
    ),
    Good(
        "its configuration says for what",
        "FROM --platform=$BUILDPLATFORM debian:12 AS build\nARG HOST\nRUN ./configure --host=$HOST\n"
        "RUN make install\nFROM debian:12-slim\nCOPY --from=build /usr/local/bin /usr/local/bin\n",
    ),
    Good("the platforms agree", PINNED.replace("arm64", "amd64")),
    Good(
        "what is copied is portable",
        CROSS_BUILT.replace("RUN CGO_ENABLED=0 go build -o /app .", "RUN npm run build").replace("/app", "/src/dist"),
    ),
    Good(
        "one architecture for one platform",
        CROSS_BUILT.replace("=0 go", "=0 GOARCH=amd64 go").replace("FROM alpine", "FROM --platform=linux/amd64 alpine"),
    ),
    Good(
        "nothing says that the image is for several",
        CROSS_BUILT.replace("=0 go", "=0 GOARCH=amd64 go").replace("--platform=$BUILDPLATFORM ", ""),
    ),
    Good(
        "a tool for the builder",
        "FROM --platform=$BUILDPLATFORM alpine:3.20 AS build\nARG BUILDARCH\n"
        "RUN wget -O /bin/tool https://dl.example.org/tool-linux-$BUILDARCH && tool > /out.txt\n"
        "FROM alpine:3.20\nCOPY --from=build /out.txt /out.txt\n",
    ),
    Good("xx tells the compiler", CROSS_BUILT.replace("go build", "xx-go build")),
)
