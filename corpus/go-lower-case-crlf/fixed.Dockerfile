# Case: lower-case keywords and CRLF line ends stay as they are.
from golang:1.22 as build
copy . .
run CGO_ENABLED=0 go build -o /app .
from alpine:3.20
copy --from=build /app /app
