# Case: commands name the directory that is there on x86_64 only: the extension is not configured, the copy fails.
FROM php:8.2-apache
RUN apt-get update && apt-get install -y --no-install-recommends libldap2-dev
RUN docker-php-ext-configure ldap --with-libdir=lib/$(uname -m)-linux-gnu/ && docker-php-ext-install ldap
RUN cp /usr/lib/$(uname -m)-linux-gnu/libldap.so /usr/local/lib/
