# Case: the program opens plugins, which only a dynamic one can.
FROM golang:1.22-alpine3.20 AS build
RUN apk add --no-cache gcc musl-dev
WORKDIR /src
COPY . .
RUN go build -buildmode=plugin -o /out/plugins/greet.so ./plugins/greet
RUN go build -o /out/host .
FROM alpine:3.20
COPY --from=build /out/host /usr/local/bin/host
COPY --from=build /out/plugins /usr/local/lib/host
CMD ["host"]
