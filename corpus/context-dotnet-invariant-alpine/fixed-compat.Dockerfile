# Case: a self-contained program that is invariant needs no ICU, which the repair of another one installs.
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -r linux-x64 --self-contained -o /app
FROM alpine:3.20
RUN apk add --no-cache gcompat libstdc++ libgcc
COPY --from=build /app /app
ENTRYPOINT ["/app/shop"]
