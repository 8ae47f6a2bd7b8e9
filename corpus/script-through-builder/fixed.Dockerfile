# Case: the script comes to the runtime by way of the builder.
FROM golang:1.22-alpine AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .
FROM alpine:3.20
RUN apk add --no-cache bash
COPY --from=build /app /app
COPY --from=build /src/entrypoint.sh /
ENTRYPOINT ["/entrypoint.sh"]
