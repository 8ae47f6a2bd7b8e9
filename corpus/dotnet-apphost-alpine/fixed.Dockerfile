# Case: beside its assemblies a .NET application has a program that starts it, made for the libc of the SDK's system.
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -o /out
FROM mcr.microsoft.com/dotnet/aspnet:8.0-alpine
WORKDIR /app
COPY --from=build /out .
ENTRYPOINT ["dotnet", "./Shop.Api.dll"]
