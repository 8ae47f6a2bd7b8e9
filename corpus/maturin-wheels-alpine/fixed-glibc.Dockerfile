# Case: wheels that maturin made on Debian are installed on Alpine.
FROM python:3.12-bookworm AS build
WORKDIR /src
COPY . .
RUN pip install maturin && maturin build --release -o /wheels
FROM python:3.12-slim-bookworm
COPY --from=build /wheels /wheels
RUN pip install /wheels/app.whl
