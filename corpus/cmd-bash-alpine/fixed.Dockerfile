# Case: CMD starts bash, which Python's image on Alpine does not have.
FROM python:3.12-alpine
RUN apk add --no-cache bash
WORKDIR /app
CMD ["bash", "-c", "python -m http.server"]
