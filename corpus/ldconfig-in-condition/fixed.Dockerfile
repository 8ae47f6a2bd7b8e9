# Case: in the body of an if, a word must stay.
FROM alpine:3.20
RUN if [ -d /usr/local/lib ]; then true; fi
