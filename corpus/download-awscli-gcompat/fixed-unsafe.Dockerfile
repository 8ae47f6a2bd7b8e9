# Case: gcompat lacks symbols that the Python in the AWS CLI asks for.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl unzip libstdc++6 ca-certificates && rm -rf /var/lib/apt/lists/*
RUN curl -fsSL https://awscli.amazonaws.com/awscli-exe-linux-x86_64.zip -o aws.zip && unzip -q aws.zip && ./aws/install
