package store

import (
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

func Open() *gorm.DB { db, _ := gorm.Open(sqlite.Open("x.db")); return db }
