# Case: an ignore that outlived its fault.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /server .

FROM alpine:3.20
COPY --from=build /server /usr/local/bin/server
ENTRYPOINT ["/usr/local/bin/server"]
