fn main() { println!("{}", git2::Repository::open(".").is_ok()); }
