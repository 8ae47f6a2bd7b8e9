package main

// #include <stdlib.h>
import "C"
import "net/http"

func main() { _ = http.ListenAndServe(":8080", nil); C.abs(1) }
