# Case: a build in exec form gets an ENV before it.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
ENV CGO_ENABLED=0
RUN ["go", "build", "-o", "/app", "."]
FROM alpine:3.20
COPY --from=build /app /app
