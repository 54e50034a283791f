//! The diagram in `docs/requests-lifecycle.md`, drawn from what `decide` does with the samples. The test fails
//! when the file differs; with `WRITE_DOCS=1` it writes the file instead.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::samples::{commands, now, requests};
use super::*;

const HEAD: &str = "\
# The way of a request

Drawn from `crates/requests/src/lifecycle.rs` by its tests; do not edit by hand. After a change there, run
`WRITE_DOCS=1 cargo nextest run -p requests` and read the difference.

";

/// Which commands lead from one state to another.
fn moves(right: Right) -> BTreeMap<(usize, usize), BTreeSet<&'static str>> {
    let place = |name: &str| State::NAMES.iter().position(|one| *one == name).unwrap();
    let mut moves: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (_, request) in requests(right) {
        for command in commands() {
            let name = command.name();
            if let Ok(decision) = decide(&request, command, now()) {
                let way = (place(request.state.name()), place(decision.request.state.name()));
                if way.0 != way.1 {
                    moves.entry(way).or_default().insert(name);
                }
            }
        }
    }
    moves
}

fn diagram(right: Right) -> String {
    let name = |place: usize| State::NAMES[place].replace('-', "_");
    let mut text =
        "```mermaid\nstateDiagram-v2\n    [*] --> filed: file\n    [*] --> planning: file, known\n"
            .to_owned();
    for ((from, to), commands) in moves(right) {
        let commands: Vec<_> = commands.into_iter().collect();
        writeln!(text, "    {} --> {}: {}", name(from), name(to), commands.join(", ")).unwrap();
    }
    for (_, request) in requests(right).iter().filter(|(_, request)| request.state.is_closed()) {
        writeln!(text, "    {} --> [*]", request.state.name().replace('-', "_")).unwrap();
    }
    text + "```\n"
}

/// Commands that change a request without moving it.
fn in_place() -> String {
    let mut names = BTreeMap::<_, BTreeSet<_>>::new();
    for right in [Right::Access, Right::Erasure] {
        for (_, request) in requests(right) {
            for command in commands() {
                let name = command.name();
                if decide(&request, command, now())
                    .is_ok_and(|d| d.request.state.name() == request.state.name())
                {
                    names.entry(name).or_default().insert(request.state.name());
                }
            }
        }
    }
    names.iter().fold(String::new(), |mut text, (command, states)| {
        let states: Vec<_> = State::NAMES.into_iter().filter(|name| states.contains(name)).collect();
        writeln!(text, "- `{command}` in {}", states.join(", ")).unwrap();
        text
    })
}

fn document() -> String {
    format!(
        "{HEAD}## Erasure\n\nFrom `executing` on it only goes forward. While it waits for a copy that the person \
         asked for first, `begin` is refused.\n\n{}\n## Access and every other right\n\n{}\n## What changes a \
         request without moving it\n\n{}",
        diagram(Right::Erasure),
        diagram(Right::Access),
        in_place()
    )
}

#[test]
fn the_diagram_in_the_documents_is_that_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/requests-lifecycle.md");
    let drawn = document();
    if std::env::var_os("WRITE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == drawn,
        "docs/requests-lifecycle.md is out of date: run WRITE_DOCS=1 cargo nextest run -p requests"
    );
}

#[test]
fn every_open_state_leads_to_an_answer() {
    for right in [Right::Access, Right::Erasure] {
        let moves = moves(right);
        let answered = State::NAMES.iter().position(|name| *name == "answered").unwrap();
        let mut leads: BTreeSet<_> = [answered].into();
        while let Some(((from, _), _)) =
            moves.iter().find(|((from, to), _)| leads.contains(to) && !leads.contains(from))
        {
            leads.insert(*from);
        }
        let open = requests(right).into_iter().filter(|(_, request)| !request.state.is_closed());
        for (label, request) in open {
            let place = State::NAMES.iter().position(|name| *name == request.state.name()).unwrap();
            assert!(leads.contains(&place), "{label} leads nowhere");
        }
    }
}
