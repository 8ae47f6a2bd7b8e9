# Case: nothing is recorded of the package icu of this Alpine; its name tells what it brings.
FROM microsoft/dotnet:2.1-sdk-alpine AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -r linux-musl-x64 -o /out
FROM alpine:3.8
RUN apk add --no-cache icu libstdc++ libssl1.0 icu-libs
COPY --from=build /out /app
ENTRYPOINT ["/app/app"]
