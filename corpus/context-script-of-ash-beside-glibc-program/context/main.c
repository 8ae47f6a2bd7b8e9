#include <iconv.h>
int main(void) { return iconv_open("UTF-8", "LATIN1") == (iconv_t)-1; }
