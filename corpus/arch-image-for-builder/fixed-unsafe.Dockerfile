# Case: the image itself is for the machine that builds it.
FROM --platform=$BUILDPLATFORM node:20-alpine AS build
WORKDIR /src
COPY . .
RUN npm ci && npm run build
FROM nginx:1.27-alpine
COPY --from=build /src/dist /usr/share/nginx/html
CMD ["nginx", "-g", "daemon off;"]
