# Case: the sources are copied one by one; a package of them links SQLite by a `#cgo` line.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY go.mod ./
COPY store store
COPY *.go ./
RUN go build -o /notes
FROM alpine:3.20
RUN apk add --no-cache gcompat sqlite-libs
COPY --from=build /notes /usr/local/bin/notes
CMD ["notes"]
