fn main() {
    let _ = unsafe { bzip2_sys::BZ2_bzlibVersion() };
}
