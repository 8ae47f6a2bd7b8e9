# Case: the name of the platform argument is misspelt where it is declared.
FROM --platform=$BUILDPLATFORM golang:1.22-alpine AS build
WORKDIR /src
COPY . .
ARG TARGETOS TARGETARC
ARG TARGETARCH
RUN GOOS=$TARGETOS CGO_ENABLED=0 GOARCH=$TARGETARCH go build -o /app .
FROM alpine:3.20
COPY --from=build /app /usr/local/bin/app
ENTRYPOINT ["/usr/local/bin/app"]
