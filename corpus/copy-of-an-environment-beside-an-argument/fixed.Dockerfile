# Case: the environment itself is copied; it has a package that opens PortAudio.
FROM python:3.13-slim AS builder
ARG TOKEN_FILE
WORKDIR /app
RUN python -m venv .venv && .venv/bin/pip install sounddevice
RUN if [ -n "$TOKEN_FILE" ]; then cp $TOKEN_FILE /root/token; fi
FROM python:3.13-slim
RUN apt-get update && apt-get install -y --no-install-recommends libportaudio2 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=builder /app/.venv /app/.venv
CMD ["/app/.venv/bin/python", "-m", "sounddevice"]
