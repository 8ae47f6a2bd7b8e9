package main

import _ "github.com/google/gopacket/pcap"

func main() {}
