fn main() { unsafe { pq_sys::PQlibVersion(); } }
