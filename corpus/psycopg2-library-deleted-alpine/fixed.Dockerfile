# Case: libpq goes with the development package that apk deletes after the build; curl and git do not need it.
FROM python:3.12-alpine3.20
RUN apk add --no-cache curl git tzdata libpq
RUN apk add --no-cache --virtual .build gcc musl-dev postgresql-dev \
    && pip install --no-cache-dir psycopg2==2.9.9 \
    && apk del --no-cache .build
COPY . /srv
CMD ["python", "/srv/main.py"]
