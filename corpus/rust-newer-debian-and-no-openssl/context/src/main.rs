use std::process::Command;

fn main() {
    Command::new("sendmail").status().unwrap();
}
