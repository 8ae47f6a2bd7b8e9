# Case: one of the programs that the pattern matches imports C, so turning cgo off would drop it.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev
WORKDIR /src
COPY . .
RUN go build -o /out/ ./cmd/...
FROM alpine:3.20
COPY --from=build /out/ /usr/local/bin/
CMD ["serve"]
