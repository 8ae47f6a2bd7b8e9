# Case: SkiaSharp's native package for Linux links fontconfig.
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish app.csproj -c Release -o /out
FROM mcr.microsoft.com/dotnet/aspnet:8.0
RUN apt-get update && apt-get install -y --no-install-recommends libfontconfig1 && rm -rf /var/lib/apt/lists/*
COPY --from=build /out /app
ENTRYPOINT ["dotnet", "/app/app.dll"]
