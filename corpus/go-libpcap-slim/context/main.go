package main

import "github.com/google/gopacket/pcap"

func main() { pcap.Version() }
