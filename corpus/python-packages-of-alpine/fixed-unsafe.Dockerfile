# Case: the same packages where Python is: those for musl cannot be imported.
FROM python:3.12-alpine AS musl
RUN apk add --no-cache gcc musl-dev && pip install --target /agent cryptography==44.0.0
FROM python:3.12-alpine3.24
COPY --from=musl /agent /agent
ENV PYTHONPATH=/agent
