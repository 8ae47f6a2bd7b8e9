# Case: the script arrives after a command that dfix does not read, so that command cannot have changed its mode.
FROM debian:12
RUN curl -fsSL https://tools.example.org/install.sh | sh
COPY --chmod=755 start.sh /usr/bin
ENTRYPOINT ["/usr/bin/start.sh"]
