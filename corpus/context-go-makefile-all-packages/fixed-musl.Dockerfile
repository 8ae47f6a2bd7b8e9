# Case: the makefile builds all packages, and one of them imports C: CGO_ENABLED=0 would drop it.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache make gcc musl-dev
WORKDIR /src
COPY . .
RUN make
FROM alpine:3.20
COPY --from=build /src/bin/ /usr/local/bin/
CMD ["serve"]
