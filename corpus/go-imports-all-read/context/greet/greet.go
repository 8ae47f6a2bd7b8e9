package greet

import "net"

var Local = net.IPv4(127, 0, 0, 1)
