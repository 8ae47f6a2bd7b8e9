# Case: a library is copied to /usr/local/lib and nobody runs ldconfig.
FROM debian:12 AS build
WORKDIR /src
COPY . .
RUN ./configure && make && make install
FROM debian:12-slim
COPY --from=build /usr/local/bin/tool /usr/local/bin/tool
COPY --from=build /usr/local/lib/libtool.so.2 /usr/local/lib/
RUN ldconfig
USER nobody
CMD ["tool"]
