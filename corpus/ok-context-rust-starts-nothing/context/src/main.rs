use clap::Command;

fn main() {
    let _ = Command::new("clock").get_matches();
    println!("{:?}", std::time::SystemTime::now());
    std::process::exit(0);
}
