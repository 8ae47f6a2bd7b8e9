# Case: the tag netgo does not make `os/user` pure.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -tags netgo -o /app .
FROM gcr.io/distroless/base-debian12
COPY --from=build /app /app
ENTRYPOINT ["/app"]
