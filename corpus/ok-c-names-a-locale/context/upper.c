#include <locale.h>
#include <stdio.h>
#include <wctype.h>

int main(void) {
  if (!setlocale(LC_CTYPE, "C.UTF-8")) return 1;
  printf("%lc\n", towupper(L'é'));
  return 0;
}
