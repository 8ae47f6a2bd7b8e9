fn main() {
    let _ = curl::easy::Easy::new();
}
