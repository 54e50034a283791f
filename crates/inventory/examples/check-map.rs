//! Reads data maps and prints what is wrong with them: `cargo run -p inventory --example check-map -- FILE …`.

#![expect(clippy::print_stdout, reason = "an example prints")]

fn main() -> std::io::Result<()> {
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file)?;
        match inventory::DataMap::parse(&text) {
            Ok(map) => println!("{file}: {} collections, nothing wrong", map.collections.len()),
            Err(problems) => {
                for problem in problems {
                    let line = problem
                        .span
                        .as_ref()
                        .and_then(|span| text.get(..span.start))
                        .map_or(0, |before| before.lines().count());
                    let help = problem.help.map(|help| format!(" ({help})")).unwrap_or_default();
                    println!("{file}:{line}: {}: {}{help}", problem.path, problem.message);
                }
            }
        }
    }
    Ok(())
}
