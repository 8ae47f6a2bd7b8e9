# Case: one program is taken out of CMake's build directory by its name, and the project's files ask for no static link.
FROM debian:12 AS build
RUN apt-get update && apt-get install -y build-essential cmake
WORKDIR /src
COPY . .
RUN cmake -B out -DBUILD_SHARED_LIBS=OFF -DCMAKE_EXE_LINKER_FLAGS=-static && cmake --build out
FROM alpine:3.20
COPY --from=build /src/out/meter /usr/local/bin/meter
CMD ["meter"]
