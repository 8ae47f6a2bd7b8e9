# Case: a runtime of .NET Core 3.1 knows no OpenSSL 3.
FROM mcr.microsoft.com/dotnet/sdk:3.1 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -r linux-x64 --self-contained true -o /out
FROM debian:bullseye-slim
RUN apt-get update && apt-get install -y --no-install-recommends libicu67 libssl1.1 && rm -rf /var/lib/apt/lists/*
COPY --from=build /out /app
ENTRYPOINT ["/app/Shop"]
