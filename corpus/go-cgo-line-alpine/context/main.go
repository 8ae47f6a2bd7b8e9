package main

/*
#cgo LDFLAGS: -lzstd
#include <zstd.h>
*/
import "C"

func main() { println(C.ZSTD_versionNumber()) }
