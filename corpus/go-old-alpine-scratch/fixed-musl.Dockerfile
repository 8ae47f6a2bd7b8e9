# Case: Go before 1.20 on Alpine brings `net` ready made with cgo, so the program needs the loader of musl.
FROM golang:1.15-alpine AS build
WORKDIR /src
COPY . .
RUN go build -ldflags "-s -w" -o /server .
FROM scratch
COPY --from=build /server /server
COPY --from=build /lib/ld-musl-x86_64.so.1 /lib/
ENTRYPOINT ["/server"]
