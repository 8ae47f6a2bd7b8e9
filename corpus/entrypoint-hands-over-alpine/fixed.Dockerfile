# Case: the start script hands over to what CMD names.
FROM alpine:3.20
RUN apk add --no-cache python3
COPY entry.sh /entry.sh
ENTRYPOINT ["/entry.sh"]
CMD ["python3", "/app.py"]
