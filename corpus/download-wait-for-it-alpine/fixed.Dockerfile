# Case: wait-for-it.sh is a script of bash, which this image of Node does not have.
FROM node:20-alpine
WORKDIR /app
RUN apk add --no-cache curl bash \
    && curl -fsSL https://raw.githubusercontent.com/vishnubob/wait-for-it/master/wait-for-it.sh -o wait-for-it.sh \
    && chmod +x wait-for-it.sh
CMD ["./wait-for-it.sh", "db:5432", "--", "node", "app.js"]
