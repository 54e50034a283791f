//! The example policies compile: with no diagnostics, and with a clause for every row of the first policy.
#![allow(missing_docs, reason = "tests are read by their names")]

use std::path::Path;

use policy::{Compiled, compile, folder};

fn example(name: &str) -> Compiled {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    let tree = folder::read(&path).unwrap();
    match compile(&tree) {
        Ok(compiled) => compiled,
        Err(diagnostics) => panic!("{} problems in {name}:\n{diagnostics}", diagnostics.len()),
    }
}

#[test]
fn the_first_edition_compiles() {
    assert_eq!(example("leskracht-2022").edition.clauses().len(), 134);
}

#[test]
fn the_edition_in_force_compiles() {
    assert_eq!(example("leskracht").edition.clauses().len(), 134);
}
