package main

import "notes/store"

func main() { println(store.Version()) }
