# Case: the project's build file asks for ICU; each release of Ubuntu has its own.
FROM ubuntu:22.04 AS build
RUN apt-get update && apt-get install -y build-essential cmake libicu-dev
WORKDIR /src
COPY . .
RUN cmake -B build && cmake --build build
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends libicu70
COPY --from=build /src/build/app /app
CMD ["/app"]
