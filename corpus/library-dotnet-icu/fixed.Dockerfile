# Case: a self-contained .NET program looks for ICU when it starts.
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -r linux-x64 --self-contained -o /out
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libicu72 && rm -rf /var/lib/apt/lists/*
COPY --from=build /out /app
ENTRYPOINT ["/app/app"]
