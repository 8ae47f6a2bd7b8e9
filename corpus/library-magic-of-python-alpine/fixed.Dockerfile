# Case: Python's image for Alpine keeps the libraries of Python itself, and no libmagic.
FROM python:3.12-alpine3.20
RUN apk add --no-cache libmagic
RUN pip install --no-cache-dir python-magic
CMD ["python", "-c", "import magic"]
