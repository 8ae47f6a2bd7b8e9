fn main() {
    let _ = pcap::Device::lookup();
}
