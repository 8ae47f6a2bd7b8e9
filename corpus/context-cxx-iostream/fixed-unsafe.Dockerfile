# The source includes <iostream>, so gcc 13 surely asks for the newer symbol.
FROM gcc:12-bookworm AS build
WORKDIR /src
COPY main.cpp .
RUN g++ -O2 -o server main.cpp
FROM debian:bookworm-slim
COPY --from=build /src/server /usr/local/bin/server
CMD ["server"]
