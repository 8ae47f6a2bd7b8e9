# Case: scratch has no shell for a CMD in shell form.
FROM golang:1.22 AS build
RUN CGO_ENABLED=0 go build -o /app .
FROM scratch
COPY --from=build /app /app
ENTRYPOINT ["/app", "-addr", ":8080"]
