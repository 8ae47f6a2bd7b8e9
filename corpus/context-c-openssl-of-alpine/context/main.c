#include <openssl/sha.h>
int main(void) { unsigned char d[32]; return !SHA256((void *)"x", 1, d); }
