# Case: busybox's plain tag is dynamic since 2022.
FROM scratch
COPY --from=busybox:musl /bin/busybox /bin/sh
CMD ["/bin/sh"]
