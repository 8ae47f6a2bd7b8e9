# Case: a default before the first FROM pins every stage that asks for the target platform.
ARG TARGETPLATFORM
FROM golang:1.22 AS build
WORKDIR /src
COPY . .
ENV CGO_ENABLED=0
RUN go build -o /app .
FROM --platform=$TARGETPLATFORM alpine:3.20
COPY --from=build /app /app
CMD ["/app"]
