use clap::Command;

fn main() {
    let _ = Command::new("clock").get_matches();
    println!("{:?}", std::time::SystemTime::now());
    std::process::exit(0);
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    #[test]
    fn starts() {
        assert!(Command::new("true").status().unwrap().success());
    }
}
