# Case: the program is built on Alpine for Alpine.
FROM alpine:3.20 AS build
RUN apk add --no-cache gcc musl-dev
COPY a.c .
RUN gcc -o /app a.c
FROM alpine:3.20
RUN adduser -D app
COPY --from=build /app /app
CMD ["/app"]
