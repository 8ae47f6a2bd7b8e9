# Case: a variable asks .NET to use ICU, which the image for Alpine lacks.
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish app.csproj -c Release -o /out
FROM mcr.microsoft.com/dotnet/runtime:8.0-alpine3.20
RUN apk add --no-cache icu-libs
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false
COPY --from=build /out /app
ENTRYPOINT ["dotnet", "/app/app.dll"]
