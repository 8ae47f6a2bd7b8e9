FROM debian:12 AS build
RUN apt-get update && apt-get install -y --no-install-recommends build-essential cmake git ca-certificates
WORKDIR /src
RUN git clone --depth 1 https://github.com/ggml-org/llama.cpp
WORKDIR /src/llama.cpp
RUN cmake -B build -DBUILD_SHARED_LIBS=OFF && cmake --build build --target llama-server

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 libgomp1
COPY --from=build /src/llama.cpp/build/bin/llama-server /usr/local/bin/llama-server
ENTRYPOINT ["llama-server"]
