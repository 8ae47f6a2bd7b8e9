# Case: a program compiled ahead of time for glibc.
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -r linux-x64 -p:PublishAot=true -o /app
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libicu72 libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/api /api
