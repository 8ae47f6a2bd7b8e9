package main

// #cgo LDFLAGS: -lstdc++
import "C"

func main() {}
