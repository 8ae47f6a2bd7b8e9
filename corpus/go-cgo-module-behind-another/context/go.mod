module example.org/notes

go 1.22

require gorm.io/driver/sqlite v1.5.6

require (
	github.com/mattn/go-sqlite3 v1.14.22 // indirect
	gorm.io/gorm v1.25.10
)
