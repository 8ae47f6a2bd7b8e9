# Case: the wheel is refused, so that lxml is compiled against libxml2, which the runtime lacks.
FROM python:3.12-alpine AS build
RUN apk add --no-cache build-base libxml2-dev libxslt-dev
RUN pip install --prefix=/install --no-binary lxml lxml
FROM python:3.12-alpine
RUN apk add --no-cache libxml2 libxslt
COPY --from=build /install /usr/local
CMD ["python", "app.py"]
