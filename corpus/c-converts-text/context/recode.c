#include <iconv.h>

int main(void) { return iconv_open("UTF-8", "CP1252") == (iconv_t)-1; }
