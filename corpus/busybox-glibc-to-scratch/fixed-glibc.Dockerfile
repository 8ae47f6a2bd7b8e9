# Case: busybox's plain tag is dynamic since 2022.
FROM gcr.io/distroless/base-debian12
COPY --from=busybox:1.36 /bin/busybox /bin/sh
CMD ["/bin/sh"]
