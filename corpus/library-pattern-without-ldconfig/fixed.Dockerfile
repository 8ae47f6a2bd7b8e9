# Case: libraries are copied by a pattern and nobody runs ldconfig.
FROM debian:12 AS build
WORKDIR /src
COPY . .
RUN ./configure && make && make install
FROM debian:12-slim
COPY --from=build /usr/local/lib/*.so* /usr/local/lib/
COPY --from=build /usr/local/bin/tool /usr/local/bin/
RUN ldconfig
CMD ["tool"]
