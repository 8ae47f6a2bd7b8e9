module example.com/app

go 1.22

require github.com/herumi/bls-eth-go-binary v1.33.0
