# Case: the script that builds asks git where the project begins.
FROM golang:1.22 AS build
WORKDIR /go/src/example.org/app
COPY . .
RUN ./hack/build.sh

FROM debian:bookworm-slim
COPY --from=build /go/src/example.org/app/_output/app /usr/local/bin/app
ENTRYPOINT ["/usr/local/bin/app"]
