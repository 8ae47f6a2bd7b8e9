#include <sqlite3.h>
#include <stdio.h>

int main(void) {
  sqlite3 *notes;
  return sqlite3_open("/notes.db", &notes);
}
