fn main() {
    let _ = reqwest::get("https://example.org");
}
