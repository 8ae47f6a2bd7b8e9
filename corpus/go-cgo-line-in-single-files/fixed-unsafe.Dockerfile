# Case: the sources are copied one by one; a package of them links SQLite by a `#cgo` line.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY go.mod ./
COPY store store
COPY *.go ./
RUN go build -ldflags '-linkmode external -extldflags "-static -lm"' -o /notes
FROM alpine:3.20
COPY --from=build /notes /usr/local/bin/notes
CMD ["notes"]
