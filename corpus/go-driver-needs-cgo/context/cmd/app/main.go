package main

import (
	"example.com/app/store"
	"example.org/web"
)

func main() { web.Serve(store.Open()) }
