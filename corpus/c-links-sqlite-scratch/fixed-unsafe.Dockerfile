# Case: into scratch the loader and libc's libraries alone are not enough for a program that links SQLite.
FROM gcc:13-bookworm AS build
WORKDIR /src
COPY . .
RUN gcc -static -O2 -o /notes notes.c -lsqlite3 -lm
FROM scratch
COPY --from=build /notes /notes
CMD ["/notes"]
