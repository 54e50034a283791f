//! How the program is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |of: &str| std::env::var(format!("CARGO_CFG_TARGET_{of}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        // The program can be loaded anywhere, so a table says which of its addresses to mend at the start, and
        // stays in memory: four mebibytes of it, and with this some fifty kilobytes. Asks for glibc 2.36 (2022).
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
