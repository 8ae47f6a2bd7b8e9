# Case: ldconfig in the middle and at the end of a chain, leading and trailing operators.
FROM alpine:3.20
RUN apk add --no-cache build-base \
    && make -C /src install \
    && rm -rf /src
RUN make -C /other install
