//! `gestand diff`: what changed between two texts, and which consents that ends.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::Path;

use anyhow::Result;
use app::editions;
use kernel::Language;
use policy::Edition;
use policy::difference::{self, Class, Difference, Piece};

use crate::args::{DiffArguments, Place, ReportFormat};
use crate::command::policy::report;
use crate::exit::Code;
use crate::open;
use crate::output::Format;

pub async fn run(arguments: &DiffArguments) -> Result<Code> {
    let Some(from) = edition(&arguments.from, &arguments.place, arguments.format).await? else {
        return Ok(Code::Failed);
    };
    let Some(to) = edition(&arguments.to, &arguments.place, arguments.format).await? else {
        return Ok(Code::Failed);
    };
    let difference = difference::between(&from, &to);
    match arguments.format {
        ReportFormat::Json => println!("{}", serde_json::to_string_pretty(&difference)?),
        ReportFormat::Pretty => {
            print!("{}", pretty(&difference, arguments.language, std::io::stdout().is_terminal()));
        }
    }
    let wider = difference.class == Some(Class::Widening);
    Ok(if wider { Code::Finding } else { Code::Good })
}

/// A folder, compiled, or a published edition. `None` when a folder does not compile; that has been said.
async fn edition(name: &str, place: &Place, format: ReportFormat) -> Result<Option<Edition>> {
    if Path::new(name).is_dir() {
        let format = if format == ReportFormat::Json { Format::Json } else { Format::Table };
        return match editions::compile(Path::new(name)) {
            Ok(edition) => Ok(Some(edition)),
            Err(refused) => report(&refused, format).map(|()| None),
        };
    }
    let app = open::open(place).await?;
    Ok(Some(editions::named(&app, name).await?))
}

/// For people: counts, what is asked again, facts and clauses. Without colour, words that went stand in
/// `[-…-]` and words that came in `{+…+}`.
fn pretty(difference: &Difference, language: Language, color: bool) -> String {
    let mut out = String::new();
    let Difference { from, to, .. } = difference;
    let _ = writeln!(out, "{} {} → {} {}", from.policy, from.version, to.policy, to.version);
    let counts = [Class::Widening, Class::Narrowing, Class::Wording]
        .map(|class| format!("{} {}", difference.count(class), class.word()));
    let _ = writeln!(out, "{}\n", counts.join(", "));
    if !difference.asks_again.is_empty() {
        let _ = writeln!(out, "Consent must be asked again for:");
        for ask in &difference.asks_again {
            let _ = writeln!(
                out,
                "  {} ({}), because of {}",
                ask.name.get(language),
                ask.purpose,
                ask.because.join(", ")
            );
        }
        out.push('\n');
    }
    for class in [Class::Widening, Class::Narrowing, Class::Wording] {
        for fact in difference.facts.iter().filter(|fact| fact.class == class) {
            let _ = writeln!(out, "{:<10} {} [{}]", class.word(), fact.what.get(language), fact.path);
        }
    }
    for clause in &difference.clauses {
        let _ = writeln!(out, "\n{} {}: {}", clause.clause, clause.class.word(), clause.why.get(language));
        let words = clause.words.get(&language).or_else(|| clause.words.values().next());
        let runs = words.into_iter().flat_map(|words| &words.pieces).map(|piece| match (piece, color) {
            (Piece::Same(text), _) => text.clone(),
            (Piece::Gone(text), true) => format!("\u{1b}[31m{text}\u{1b}[0m"),
            (Piece::New(text), true) => format!("\u{1b}[32m{text}\u{1b}[0m"),
            (Piece::Gone(text), false) => format!("[-{text}-]"),
            (Piece::New(text), false) => format!("{{+{text}+}}"),
        });
        let _ = writeln!(out, "  {}", runs.collect::<Vec<_>>().join(" "));
    }
    out
}
