# Case: an add-on that a compiler links by hand needs a library that node's slim image does not have.
FROM node:18-bookworm AS build
WORKDIR /srv
COPY . .
RUN g++ -shared -fPIC -I/usr/local/include/node -o addon.node addon.cc -lsqlite3
FROM node:18-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-0 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY --from=build /srv/addon.node /srv/index.js ./
CMD ["node", "index.js"]
