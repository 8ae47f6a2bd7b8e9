# Case: the program is installed under the name of its module, and moved from there.
FROM golang:1.22-alpine3.20 AS build
WORKDIR /src
COPY . .
RUN go install ./... && mv "$(go env GOPATH)/bin/app" /app
FROM alpine:3.20
COPY --from=build /app /app
CMD ["/app"]
