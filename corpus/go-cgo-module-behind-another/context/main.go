package main

import (
	"net/http"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

func main() {
	gorm.Open(sqlite.Open("notes.db"), &gorm.Config{})
	http.ListenAndServe(":8080", nil)
}
