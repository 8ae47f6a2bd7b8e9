# Case: OpenShift's client is built for glibc.
FROM alpine:3.19
RUN apk add --no-cache curl gcompat \
    && curl -L https://mirror.openshift.com/pub/openshift-v4/clients/ocp/stable/openshift-client-linux.tar.gz \
    | tar xz -C /usr/local/bin oc
ENTRYPOINT ["oc"]
