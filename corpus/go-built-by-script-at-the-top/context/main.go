package main

import "net/http"

func main() { _ = http.ListenAndServe(":80", nil) }
