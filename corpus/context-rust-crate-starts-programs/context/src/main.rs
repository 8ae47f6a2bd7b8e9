fn main() {
    opener::open("https://example.org").unwrap();
}
