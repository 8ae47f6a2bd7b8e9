mod source;

fn main() {
    println!("{}", source::revision());
}
