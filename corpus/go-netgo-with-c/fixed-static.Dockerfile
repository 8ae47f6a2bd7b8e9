# Case: the tag netgo makes `net` pure, and leaves the program's own C code as it is.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -ldflags '-linkmode external -extldflags "-static"' -tags netgo -o /app .
FROM scratch
COPY --from=build /app /app
ENTRYPOINT ["/app"]
