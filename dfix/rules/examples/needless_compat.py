"""Examples of needless-compat (DF401): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

STATIC = (
    "FROM golang:1.22 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\n"
    'FROM alpine:3.20\nRUN apk add --no-cache ca-certificates «libc6-compat»\nCOPY --from=build /app /app\nCMD ["/app"]\n'
)

BAD = (Bad(STATIC, "needs `libc6-compat`", STATIC.replace(" «libc6-compat»", "")),)

GOOD = (
    Good("a glibc program needs it", STATIC.replace("CGO_ENABLED=0 ", "")),
    Good("what the program is is not known", STATIC.replace("CGO_ENABLED=0 go build -o /app .", "./build.sh -o /app")),
    Good("a file of the build context may need it", STATIC.replace("COPY --from=build /app /app", "COPY app /app")),
    Good("Node's packages may need it", STATIC.replace("FROM alpine:3.20", "FROM node:20-alpine")),
    Good("a download may need it", STATIC.replace("CMD", "RUN wget https://example.com/tool -O /tool\nCMD")),
)
