# Case: lower-case keywords and CRLF line ends stay as they are.
from golang:1.22-alpine3.20 as build
copy . .
run go build -o /app .
from alpine:3.20
copy --from=build /app /app
