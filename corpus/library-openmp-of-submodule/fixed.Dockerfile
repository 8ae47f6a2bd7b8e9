FROM ubuntu:22.04 AS build
RUN apt-get update && apt-get install -y build-essential cmake
WORKDIR /src
COPY . .
RUN cmake -B build && cmake --build build --config Release

FROM ubuntu:22.04
RUN apt-get update && apt-get install -y libstdc++6 libgomp1
COPY --from=build /src/build/bin/speak /usr/local/bin/speak
ENTRYPOINT ["speak"]
