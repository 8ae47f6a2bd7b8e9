module example.com/app

go 1.22

require (
	example.org/web v1.0.0
	gorm.io/driver/sqlite v1.5.0
	gorm.io/gorm v1.25.0
)
