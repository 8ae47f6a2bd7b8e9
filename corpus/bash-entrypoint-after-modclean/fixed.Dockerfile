# Case: what cleans node_modules installs no shell.
FROM node:20-alpine
RUN apk add --no-cache bash
COPY entry.sh /entry.sh
RUN chmod +x /entry.sh
RUN npm install -g modclean && modclean -r
ENTRYPOINT ["/entry.sh"]
