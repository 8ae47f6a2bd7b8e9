# Case: the program contains .NET's runtime, and Alpine has no C++ runtime by itself.
FROM mcr.microsoft.com/dotnet/sdk:8.0-alpine AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -r linux-musl-x64 --self-contained true -o /out
FROM alpine:3.20
RUN apk add --no-cache libstdc++
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
COPY --from=build /out /app
ENTRYPOINT ["/app/Shop"]
