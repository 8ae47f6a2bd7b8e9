# Case: .NET is published for one processor, and the builder runs on the build machine.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -r linux-x64 --self-contained true -o /out
FROM --platform=linux/amd64 mcr.microsoft.com/dotnet/runtime-deps:8.0
COPY --from=build /out /app
ENTRYPOINT ["/app/Shop"]
