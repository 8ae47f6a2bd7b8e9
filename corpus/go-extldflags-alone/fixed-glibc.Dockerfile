# Case: -extldflags -static alone is ignored by Go's internal linker.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN go build -ldflags '-s -w -extldflags "-static"' -o /out/app .
FROM debian:bookworm-slim
COPY --from=build /out/app /usr/bin/app
