//! Brings a written folder to compile: words that a fact has are replaced by its placeholder, facts that nothing
//! uses are taken out.
//!
//! The compiler itself says what is typed by hand and which fact has it, so this follows its diagnostics and
//! knows no rule of its own.

use policy::{Code, Country, Diagnostics, SourceTree};

use crate::facts::Found;

/// Texts settle in three or four rounds; one that does not is written without facts.
const ROUNDS: usize = 24;

/// Whether the folder compiles in the end.
pub fn settle(tree: &mut SourceTree, found: &Found) -> bool {
    for _ in 0..ROUNDS {
        match policy::compile(tree) {
            Ok(_) => return true,
            Err(diagnostics) => {
                if !mend(tree, found, &diagnostics) {
                    return false;
                }
            }
        }
    }
    false
}

/// Mends what can be mended; whether anything was.
fn mend(tree: &mut SourceTree, found: &Found, diagnostics: &Diagnostics) -> bool {
    let mut any = false;
    let mut items: Vec<_> = diagnostics.iter().collect();
    // From the end of each file, so that earlier places stay where they are.
    items.sort_by_key(|item| (item.file.clone(), std::cmp::Reverse(item.span.start)));
    let mut done: Option<(String, usize)> = None;
    for item in items {
        let Some(mut text) = tree.get(&item.file).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        else {
            continue;
        };
        let range = item.span.start..item.span.start + item.span.len;
        if done.as_ref().is_some_and(|(file, start)| *file == item.file && range.end > *start) {
            continue;
        }
        match item.code {
            Code::TypedName | Code::TypedFigure | Code::TypedAddress => {
                let Some(typed) = text.get(range.clone()).map(str::to_owned) else { continue };
                let path = match item.code {
                    Code::TypedAddress => address(found, &typed),
                    _ => path(item.help.as_deref().unwrap_or_default())
                        .map(|path| country(found, &typed, path)),
                };
                match path {
                    Some(path) => text.replace_range(range.clone(), &format!("{{{{ {path} }}}}")),
                    // An address in letters that no fact may have.
                    None if typed.contains('@') => {
                        text.replace_range(range.clone(), &typed.replace('@', " (at) "));
                    }
                    None => continue,
                }
            }
            Code::UnusedFact => {
                let Some(without) = without_table(&text, range.start) else { continue };
                text = without;
            }
            _ => continue,
        }
        done = Some((item.file.clone(), range.start));
        tree.insert(item.file.clone(), text);
        any = true;
    }
    any
}

/// The path that the help of a diagnostic names.
fn path(help: &str) -> Option<String> {
    let (_, rest) = help.split_once("{{ ")?;
    rest.split_once(" }}").map(|(path, _)| path.to_owned())
}

/// The path of an address, when it is one of those found.
fn address(found: &Found, typed: &str) -> Option<String> {
    let index = found.emails.iter().position(|email| email == typed)?;
    Some(if index == 0 {
        "organisation.contact.email".to_owned()
    } else {
        format!("figures.email-{}", index + 1)
    })
}

/// A country stands in a list of several; its placeholder would show them all. Another fact may hold it alone.
fn country(found: &Found, typed: &str, path: String) -> String {
    let is_list =
        path == "storage.countries" || path == "storage.access_from" || path.ends_with(".countries");
    let code = kernel::Language::ALL.into_iter().find_map(|language| {
        Country::all().find(|country| country.name(language).eq_ignore_ascii_case(typed))
    });
    let Some(code) = code.filter(|_| is_list).map(Country::code) else { return path };
    let alone = [("storage.countries", &found.storage), ("storage.access_from", &found.access)];
    let alone =
        alone.into_iter().find(|(_, list)| list.as_slice() == [code]).map(|(path, _)| path.to_owned());
    let recipients = found.recipients.iter().find(|(_, recipient)| recipient.countries.as_slice() == [code]);
    let authority = found
        .authority
        .and_then(|index| crate::known::known().authority.get(index))
        .filter(|authority| authority.country == code)
        .map(|_| "organisation.authority.country".to_owned());
    let address = (found.address.is_some() && found.home == Some(code))
        .then(|| "organisation.address.country".to_owned());
    alone
        .or_else(|| recipients.map(|(id, _)| format!("recipients.{id}.countries")))
        .or(authority)
        .or(address)
        .unwrap_or(path)
}

/// `text` without the TOML table whose key stands at byte `at`.
fn without_table(text: &str, at: usize) -> Option<String> {
    let start = text.get(..at)?.rfind("\n[").map_or(0, |start| start + 1);
    let head = text.get(start..)?;
    let id = head.lines().next()?.trim_matches(['[', ']']);
    let mut end = start;
    for line in head.split_inclusive('\n') {
        let inner = line.trim().trim_matches(['[', ']']);
        let other = line.starts_with('[') && inner != id && !inner.starts_with(&format!("{id}."));
        if other && end > start {
            break;
        }
        end += line.len();
    }
    Some(format!("{}{}", text.get(..start)?, text.get(end..)?))
}
