# Case: PyInstaller's program of a Debian image lands on Alpine.
FROM python:3.12-bookworm AS build
RUN pip install pyinstaller
COPY main.py .
RUN pyinstaller --onefile --distpath /out main.py
FROM debian:bookworm-slim
COPY --from=build /out/main /usr/local/bin/main
