#include <dlfcn.h>

int main(int n, char **v) { return !dlopen(v[n - 1], RTLD_NOW); }
