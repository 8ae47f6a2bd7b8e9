# Case: .NET's client of SQL Server refuses to work without ICU, which Microsoft's image for Alpine lacks.
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish app.csproj -c Release -o /out
FROM mcr.microsoft.com/dotnet/aspnet:8.0-alpine3.20
RUN apk add --no-cache icu-libs
COPY --from=build /out /app
ENTRYPOINT ["dotnet", "/app/app.dll"]
