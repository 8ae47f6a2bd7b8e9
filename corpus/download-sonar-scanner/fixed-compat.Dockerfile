# Case: the scanner brings a Java runtime that is built for glibc.
FROM alpine:3.20
RUN apk add --no-cache curl unzip gcompat \
    && curl -fsSL -o /tmp/scanner.zip https://binaries.sonarsource.com/Distribution/sonar-scanner-cli/sonar-scanner-cli-5.0.1.3006-linux.zip \
    && unzip /tmp/scanner.zip -d /opt
ENTRYPOINT ["/opt/sonar-scanner-5.0.1.3006-linux/bin/sonar-scanner"]
