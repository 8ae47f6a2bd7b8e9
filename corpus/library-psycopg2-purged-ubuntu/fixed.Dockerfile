# Case: psycopg2 is compiled against libpq, which goes with its development package.
FROM ubuntu:22.04
COPY requirements.txt .
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip python3-dev gcc libpq-dev libpq5 && \
    pip3 install -r requirements.txt && \
    apt-get purge -y gcc libpq-dev && apt-get autoremove -y
CMD ["python3", "app.py"]
