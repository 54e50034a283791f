//! gestand
fn main() {}
