# Case: the image copies a program to a volume and starts it.
FROM golang:1.22-bookworm AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -o /out/app .
FROM debian:bookworm-slim
COPY --from=build /out /artifacts
CMD ["sh", "-c", "cp -r /artifacts/* /out/ && /artifacts/app"]
