# Case: git is copied alone; what git-remote-http links does not count.
FROM debian:bookworm AS tools
RUN apt-get update && apt-get install -y --no-install-recommends git
FROM debian:bookworm-slim
COPY --from=tools /usr/bin/git /usr/bin/git
CMD ["/usr/bin/git", "--version"]
