# Case: a workflow builds the image for a platform that GOARCH excludes.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
ARG TARGETARCH
RUN CGO_ENABLED=0 GOOS=linux GOARCH=$TARGETARCH go build -o /app .
FROM alpine:3.20
COPY --from=build /app /app
CMD ["/app"]
