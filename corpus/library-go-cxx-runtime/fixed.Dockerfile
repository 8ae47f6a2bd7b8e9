# Case: the program's own cgo lines link the C++ runtime.
FROM golang:1.22-alpine AS build
RUN apk add --no-cache build-base
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -o /app .
FROM alpine:3.20
RUN apk add --no-cache libstdc++
COPY --from=build /app /app
CMD ["/app"]
