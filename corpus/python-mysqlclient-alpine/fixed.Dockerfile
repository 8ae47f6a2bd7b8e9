# Case: mysqlclient is compiled against MariaDB's client library.
FROM python:3.12-alpine AS build
RUN apk add --no-cache build-base mariadb-connector-c-dev
RUN pip install --prefix=/install mysqlclient django
FROM python:3.12-alpine
RUN apk add --no-cache mariadb-connector-c
COPY --from=build /install /usr/local
CMD ["python", "manage.py", "runserver"]
