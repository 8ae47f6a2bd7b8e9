# Case: wkhtmltopdf needs X libraries that the slim image does not bring.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates wget xz-utils libxrender1 libxext6 libx11-6 libfontconfig1 libfreetype6 \
    && wget -qO- https://github.com/wkhtmltopdf/wkhtmltopdf/releases/download/0.12.4/wkhtmltox-0.12.4_linux-generic-amd64.tar.xz \
    | tar -xJ -C /opt
CMD ["/opt/wkhtmltox/bin/wkhtmltopdf", "--version"]
