# Case: a Go program built with cgo on lands in distroless static.
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN GOOS=linux go build -a -installsuffix cgo -o app .

FROM gcr.io/distroless/base-debian12:nonroot
COPY --from=build /src/app /app
CMD ["/app"]
