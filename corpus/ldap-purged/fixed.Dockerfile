# Case: python-ldap is compiled, and the library goes with its headers.
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends gcc libldap2-dev libsasl2-dev libldap-2.5-0 \
    && pip install python-ldap \
    && apt-get purge -y --auto-remove gcc libldap2-dev libsasl2-dev
CMD ["python", "-c", "import ldap"]
