use openssl::ssl::SslMethod; fn main(){ let _ = SslMethod::tls(); }
