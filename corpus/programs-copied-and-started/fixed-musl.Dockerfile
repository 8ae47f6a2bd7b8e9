# Case: the image copies a program to a volume and starts it.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -o /out/app .
FROM alpine:3.20
COPY --from=build /out /artifacts
CMD ["sh", "-c", "cp -r /artifacts/* /out/ && /artifacts/app"]
