# Case: Rocky Linux's bare image has Python and no Perl.
FROM rockylinux:9
RUN dnf install -y perl && dnf clean all
COPY <<EOF /usr/local/bin/report
#!/usr/bin/perl
print "ready\n";
EOF
RUN chmod +x /usr/local/bin/report
ENTRYPOINT ["/usr/local/bin/report"]
