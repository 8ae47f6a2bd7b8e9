# Case: restore and publish name the same runtime, and must go on doing so.
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet restore -r linux-musl-x64
RUN dotnet publish -c Release -r linux-musl-x64 --self-contained --no-restore -o /out
FROM mcr.microsoft.com/dotnet/runtime-deps:8.0-alpine
COPY --from=build /out /app
ENTRYPOINT ["/app/shop"]
