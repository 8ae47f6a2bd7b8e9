use pq_sys as pq;
fn main() {}
