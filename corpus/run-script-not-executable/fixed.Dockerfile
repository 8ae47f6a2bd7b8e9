# Case: sed keeps the mode of a script that a RUN then calls.
FROM debian:bookworm-slim
COPY --chmod=755 install.sh /opt/install.sh
RUN sed -i 's/@VERSION@/1.2/' /opt/install.sh && /opt/install.sh
