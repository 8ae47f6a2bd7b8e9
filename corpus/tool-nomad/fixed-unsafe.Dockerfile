# Case: Nomad is built with cgo.
FROM debian:bookworm-slim
COPY --from=hashicorp/nomad:1.7 /bin/nomad /bin/nomad
