# Case: columns count characters: the words at fault stand after non-ASCII text.
FROM golang:1.22-alpine3.20 AS build
RUN echo "größe: 10 µm 🚀" && go build -o /app .
FROM alpine:3.20
LABEL beschreibung="größe" \
      hinweis="läuft 🚀"
COPY --from=build /app /ziel-für-app
