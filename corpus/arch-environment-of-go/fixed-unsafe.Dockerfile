# Case: the environment makes Go build for amd64, whatever the platform.
FROM golang:1.22
ARG TARGETARCH
ENV GO111MODULE=on GOARCH=${TARGETARCH}
WORKDIR /src
COPY . .
RUN make install
CMD ["tool", "version"]
