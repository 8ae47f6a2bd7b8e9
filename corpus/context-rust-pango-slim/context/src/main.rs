fn main() { view::show(); }
