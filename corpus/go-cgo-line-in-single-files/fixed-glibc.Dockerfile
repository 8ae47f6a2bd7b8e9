# Case: the sources are copied one by one; a package of them links SQLite by a `#cgo` line.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY go.mod ./
COPY store store
COPY *.go ./
RUN go build -o /notes
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-0 && rm -rf /var/lib/apt/lists/*
COPY --from=build /notes /usr/local/bin/notes
CMD ["notes"]
