# Case: the image copies a program to a volume and starts it.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -ldflags '-linkmode external -extldflags "-static"' -o /out/app .
FROM alpine:3.20
COPY --from=build /out /artifacts
CMD ["sh", "-c", "cp -r /artifacts/* /out/ && /artifacts/app"]
