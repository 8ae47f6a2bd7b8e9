package store

// #cgo LDFLAGS: -lsqlite3
// #include <sqlite3.h>
import "C"

func Version() int { return int(C.sqlite3_libversion_number()) }
