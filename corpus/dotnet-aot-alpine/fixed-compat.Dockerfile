# Case: a program compiled ahead of time for glibc.
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -r linux-x64 -p:PublishAot=true -o /app
FROM alpine:3.20
RUN apk add --no-cache gcompat libstdc++ libgcc
COPY --from=build /app/api /api
