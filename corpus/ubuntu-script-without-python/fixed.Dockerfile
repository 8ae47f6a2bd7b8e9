# Case: Ubuntu's bare image has no Python.
FROM ubuntu:24.04
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
COPY <<EOF /usr/local/bin/report
#!/usr/bin/env python3
print("ready")
EOF
RUN chmod +x /usr/local/bin/report
ENTRYPOINT ["/usr/local/bin/report"]
