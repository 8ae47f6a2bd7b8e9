use diesel::prelude::*;
fn main() {}
