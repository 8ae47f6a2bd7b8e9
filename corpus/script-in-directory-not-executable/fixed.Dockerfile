# Case: the script that the image starts comes with its directory, without the executable bit.
FROM alpine:3.20
WORKDIR /app
COPY . .
COPY --chmod=755 bin/start.sh /app/bin/start.sh
ENTRYPOINT ["./bin/start.sh"]
