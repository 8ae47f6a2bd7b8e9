//go:build darwin && cgo

package main

import "C"
