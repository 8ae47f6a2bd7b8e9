# Case: Nuitka's program of a Debian image lands on Alpine.
FROM python:3.11-bookworm AS build
RUN pip install nuitka
WORKDIR /b
COPY main.py .
RUN python -m nuitka --output-dir=/out --onefile main.py
FROM alpine:3.20
RUN apk add --no-cache gcompat
COPY --from=build /out/main.bin /main
