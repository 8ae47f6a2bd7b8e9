# Case: golang:latest moves on, distroless is pinned.
FROM golang:trixie AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=1 go build -o /app .
FROM gcr.io/distroless/base-debian13
COPY --from=build /app /app
