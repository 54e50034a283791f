//! `gestand scan`: what a site really does, seen by a real browser. Nothing is kept and nothing is published; for that see
//! `app::scans`.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use app::{editions, papers};
use comfy_table::{ContentArrangement, Table, presets};
use kernel::{Entropy, Language, SystemClock};
use policy::Edition;
use scan::report::sheet::sheet;
use scan::report::{Report, har, html};
use scan::rules::propose;
use scan::sites::{self, Sites, StandIn};
use scan::steps::Script;
use scan::{Browser, Limits, Plan, Scan, State};

use crate::args::{ScanArguments, ScanFormat};
use crate::command::policy::report as diagnostics;
use crate::exit::Code;
use crate::output::Format;

pub async fn run(arguments: ScanArguments) -> Result<Code> {
    let edition = match arguments.policy.as_deref().map(editions::compile) {
        Some(Ok(edition)) => Some(edition),
        Some(Err(refused)) => {
            diagnostics(&refused, Format::Table)?;
            return Ok(Code::Failed);
        }
        None => None,
    };
    if arguments.format == ScanFormat::Pdf && arguments.out.is_none() {
        bail!("a PDF is a file: name it with --out");
    }
    let plan = plan(&arguments, edition.as_ref())?;
    if let Some(folder) = &plan.pictures {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let browser = Browser::start().await?;
    eprintln!(
        "Looking at {} with {} in {} states …",
        plan.start.join(", "),
        browser.version(),
        plan.states.len()
    );
    let scan = scan::scan(&browser, &plan, &SystemClock, &Entropy::system()).await;
    browser.close().await;
    let scan = scan?;
    let report = Report::of(edition.as_ref(), &scan);
    if let Some(file) = &arguments.har {
        write(file, &serde_json::to_string(&har::har(&scan))?)?;
    }
    let bytes = written(&report, arguments.format, arguments.language).await?;
    match &arguments.out {
        Some(file) => {
            std::fs::write(file, &bytes).with_context(|| format!("{} cannot be written", file.display()))?;
        }
        None => std::io::stdout().write_all(&bytes)?,
    }
    if let Some(file) = &arguments.propose {
        let missing = propose::propose(edition.as_ref(), &scan);
        let text = missing.unwrap_or_else(|| "# Nothing that was seen is missing.\n".to_owned());
        if file == Path::new("-") { println!("{text}") } else { write(file, &text)? }
    }
    Ok(code(&scan, &report))
}

fn plan(arguments: &ScanArguments, edition: Option<&Edition>) -> Result<Plan> {
    let mut start = Vec::new();
    for url in &arguments.urls {
        let whole = if url.contains("://") { url.clone() } else { format!("https://{url}") };
        if sites::host(&whole).is_empty() || !whole.starts_with("http") {
            bail!("“{url}” is no address of a web site; give one such as https://www.example.nl");
        }
        start.push(whole);
    }
    let mut own: Vec<String> = start.iter().map(|url| sites::host(url)).collect();
    own.extend(edition.into_iter().flat_map(|it| &it.policy().scope).map(|site| sites::host(site)));
    own.extend(arguments.own.iter().cloned());
    let mut stand_ins = Vec::new();
    for given in &arguments.stand_ins {
        let Some((prefix, host)) = given.rsplit_once('=') else {
            bail!("--stands-for {given}: write an address, =, and the host it stands for");
        };
        stand_ins.push(StandIn { prefix: prefix.to_owned(), host: host.to_owned() });
    }
    let script = match &arguments.script {
        Some(file) => {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            Script::parse(&text, |name| std::env::var(name).ok())?
        }
        None => Script::default(),
    };
    Ok(Plan {
        start,
        follow: !arguments.only_these,
        sites: Sites { own, stand_ins },
        states: states(arguments, edition)?,
        script,
        limits: Limits {
            pages: arguments.pages.max(1),
            scan: Duration::from_secs(arguments.seconds.max(1)),
            ..Limits::default()
        },
        pictures: arguments.screenshots.clone(),
    })
}

fn states(arguments: &ScanArguments, edition: Option<&Edition>) -> Result<Vec<State>> {
    let purposes = scan::rules::asked_purposes(edition);
    if arguments.states.is_empty() {
        return Ok(State::every(&purposes));
    }
    let mut states = Vec::new();
    for name in &arguments.states {
        let state = State::from_name(name);
        let known =
            state.filter(|state| !matches!(state, State::Only(purpose) if !purposes.contains(purpose)));
        let Some(known) = known else {
            let all: Vec<String> = State::every(&purposes).iter().map(State::name).collect();
            bail!("“{name}” is no state of a visitor; there are {}", all.join(", "));
        };
        states.push(known);
    }
    Ok(states)
}

/// 0 when everything was seen and nothing found, 1 when something was found, 2 when it could not be seen.
fn code(scan: &Scan, report: &Report) -> Code {
    if !scan.reached() {
        eprintln!("No page of the site came, so nothing was looked at.");
        return Code::Failed;
    }
    if !report.findings.is_empty() {
        return Code::Finding;
    }
    if scan.runs.iter().any(|run| run.entered && !run.complete) { Code::Failed } else { Code::Good }
}

/// The report in the form that was asked for.
async fn written(report: &Report, format: ScanFormat, language: Language) -> Result<Vec<u8>> {
    Ok(match format {
        ScanFormat::Json => format!("{}\n", serde_json::to_string_pretty(report)?).into_bytes(),
        ScanFormat::Html => html::html(report, language).into_bytes(),
        ScanFormat::Table => tables(report, language).into_bytes(),
        ScanFormat::Pdf => papers::print(papers::scan(report, language)).await?,
    })
}

fn tables(report: &Report, language: Language) -> String {
    let mut out = String::new();
    for part in sheet(report, language).parts {
        out.push_str(&part.heading);
        out.push('\n');
        if !part.text.is_empty() {
            out.push_str(&part.text);
            out.push('\n');
        }
        if !part.rows.is_empty() {
            let mut table = Table::new();
            table.load_style(presets::UTF8_HORIZONTAL_ONLY);
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_header(part.head);
            table.add_rows(part.rows);
            out.push_str(&table.to_string());
            out.push('\n');
        }
        for point in part.list {
            out.push_str("- ");
            out.push_str(&point);
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

fn write(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_report_is_written_in_each_language_and_form() {
        let mut run = scan::seen::Run::new(State::NoChoice);
        run.entered = true;
        let scan = Scan {
            began: jiff::Timestamp::UNIX_EPOCH,
            ended: jiff::Timestamp::UNIX_EPOCH,
            browser: "Chrome/1".to_owned(),
            start: vec!["https://site.example/".to_owned()],
            sites: Sites { own: vec!["site.example".to_owned()], stand_ins: vec![] },
            runs: vec![run],
            notes: vec!["<b>".to_owned()],
        };
        let report = Report::of(None, &scan);
        for (language, words) in [
            (Language::Nl, ["Wat de site echt doet", "Melding", "Toestanden", "Niet gedaan"]),
            (Language::En, ["What the site really does", "Notice", "States", "Not done"]),
        ] {
            for format in [ScanFormat::Html, ScanFormat::Table] {
                let bytes = written(&report, format, language).await.expect("a report");
                let text = String::from_utf8(bytes).expect("text");
                let from = usize::from(format == ScanFormat::Table);
                for word in words.iter().skip(from) {
                    assert!(text.contains(word), "{word} is not in {text}");
                }
            }
            let pdf = written(&report, ScanFormat::Pdf, language).await.expect("a PDF");
            assert!(pdf.starts_with(b"%PDF-1.7"), "{language}");
        }
    }
}
