# Case: pkg's target is linux, which means glibc.
FROM node:18 AS build
WORKDIR /app
COPY . .
RUN npx pkg -t node18-alpine-x64 -o /out/app .
FROM alpine:3.20
COPY --from=build /out/app /usr/bin/app
