# Case: The Python of Rocky Linux 8's package manager is not on PATH.
FROM rockylinux:8
RUN dnf install -y python3 && dnf clean all
COPY <<EOF /usr/local/bin/report
#!/usr/bin/env python3
print("ready")
EOF
RUN chmod +x /usr/local/bin/report
CMD ["/usr/local/bin/report"]
