# Case: Go 1.17 on Alpine links `net` with cgo, and nothing verifies that the program is static.
FROM --platform=$BUILDPLATFORM tonistiigi/xx AS xx
FROM --platform=$BUILDPLATFORM golang:1.17-alpine AS build
COPY --from=xx / /
WORKDIR /src
ARG TARGETPLATFORM
RUN --mount=target=. CGO_ENABLED=0 xx-go build -o /out/level ./cmd/level
FROM scratch
COPY --from=build /out/level /level
ENTRYPOINT ["/level"]
