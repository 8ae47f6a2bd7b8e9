# Case: a RUN calls bash, which Alpine has not, with a script that is not read.
FROM alpine:3.20
RUN apk add --no-cache bash
COPY . /src
RUN bash /src/setup.sh
