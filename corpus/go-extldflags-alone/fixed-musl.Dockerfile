# Case: -extldflags -static alone is ignored by Go's internal linker.
FROM golang:1.22-alpine3.19 AS build
WORKDIR /src
COPY . .
RUN go build -ldflags '-s -w -extldflags "-static"' -o /out/app .
FROM alpine:3.19
COPY --from=build /out/app /usr/bin/app
