module corp.example/server

go 1.22
