package store

import "strings"

func Version() int { return len(strings.Repeat("x", 3)) }
