use std::{
    io,
    process::{Command, Output},
};

pub fn revision() -> String {
    let output: io::Result<Output> = Command::new("git").arg("rev-parse").arg("HEAD").output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}
