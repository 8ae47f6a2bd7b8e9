# Case: Amazon Linux 2 has Python 2 for yum, and no Python 3.
FROM public.ecr.aws/amazonlinux/amazonlinux:2
RUN yum install -y python3 && yum clean all
COPY --chmod=755 <<EOF /usr/local/bin/report
#!/usr/bin/python3
print("ready")
EOF
ENTRYPOINT ["/usr/local/bin/report"]
