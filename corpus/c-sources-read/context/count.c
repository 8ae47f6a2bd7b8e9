#include <stdio.h>
#include "digits.h"

int main(void) { return puts(DIGITS) < 0; }
