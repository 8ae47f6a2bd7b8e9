module said

go 1.22
