# Case: the script that curl fetches is read by bash, which the image does not have.
FROM node:22-alpine
RUN apk add --no-cache curl bash && curl -fsSL https://example.com/install.sh | bash
CMD ["node", "server.js"]
