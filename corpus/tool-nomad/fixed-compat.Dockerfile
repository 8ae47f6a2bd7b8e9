# Case: Nomad is built with cgo.
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=hashicorp/nomad:1.7 /bin/nomad /bin/nomad
