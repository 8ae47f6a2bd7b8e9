# Case: chmod does not take out carriage returns.
FROM alpine:3.20
COPY start.sh /start.sh
RUN sed -i 's/\r$//' /start.sh
RUN chmod +x /start.sh
CMD ["/start.sh"]
