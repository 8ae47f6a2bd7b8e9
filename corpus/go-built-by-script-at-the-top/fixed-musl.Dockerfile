# Case: the script that builds asks git where the project begins.
FROM golang:1.22-alpine3.20 AS build
WORKDIR /go/src/example.org/app
COPY . .
RUN ./hack/build.sh

FROM alpine:3.20
COPY --from=build /go/src/example.org/app/_output/app /usr/local/bin/app
ENTRYPOINT ["/usr/local/bin/app"]
