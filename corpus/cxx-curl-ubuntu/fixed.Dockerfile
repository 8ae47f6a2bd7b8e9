# Ubuntu's plain image has neither Boost nor curl's library.
FROM ubuntu:22.04 AS build
RUN apt-get update && apt-get install -y g++ libboost-program-options-dev libcurl4-openssl-dev
COPY get.cc .
RUN g++ -O2 -o /get get.cc -lboost_program_options -lcurl
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libboost-program-options1.74.0 libcurl4 && rm -rf /var/lib/apt/lists/*
COPY --from=build /get /usr/bin/get
CMD ["/usr/bin/get"]
