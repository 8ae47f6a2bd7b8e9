# Case: a build in exec form gets an ENV before it.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN ["go", "build", "-o", "/app", "."]
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /app /app
