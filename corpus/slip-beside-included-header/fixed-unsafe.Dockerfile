# Case: a heredoc holds a line of C that looks like one for a preprocessor; the slip below it is one.
FROM gcc:14
COPY <<EOF /main.c
#include <stdio.h>
int main(void) { return puts("hello") < 0; }
EOF
RUN gcc -o /app /main.c
