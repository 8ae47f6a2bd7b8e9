# Case: the tag netgo does not make `os/user` pure.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -tags netgo -o /app .
FROM scratch
COPY --from=build /app /app
ENTRYPOINT ["/app"]
