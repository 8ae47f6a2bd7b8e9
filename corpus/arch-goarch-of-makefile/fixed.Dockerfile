# Case: GOARCH is set for the whole stage, and a makefile builds the image for two platforms.
FROM golang:1.22 AS build
ARG TARGETARCH
ENV CGO_ENABLED=0 GOARCH=$TARGETARCH
WORKDIR /src
COPY . .
RUN go build -o /app .
FROM gcr.io/distroless/static-debian12
COPY --from=build /app /app
ENTRYPOINT ["/app"]
