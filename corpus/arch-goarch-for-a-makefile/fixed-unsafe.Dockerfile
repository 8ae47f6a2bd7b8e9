# Case: GOARCH is set for a makefile that dfix does not know.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
ARG TARGETARCH
RUN CGO_ENABLED=0 GOOS=linux GOARCH=${TARGETARCH} make binary
FROM gcr.io/distroless/static:nonroot
COPY --from=build /src/bin/manager /manager
ENTRYPOINT ["/manager"]
