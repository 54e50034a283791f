//! The tree in a terminal.

use std::fmt::Write as _;

use kernel::Language;

use super::{Branch, Explanation};
use crate::map::Relation;

/// Keys that are shown of each way; of more, how many there are.
const SHOWN: usize = 5;

/// The tree, a line for each step and each rule.
pub fn text(explanation: &Explanation, language: Language) -> String {
    let mut out = format!("{} ({})\n", explanation.name.get(language), explanation.system);
    draw(&mut out, &explanation.roots, "", language);
    out
}

fn draw(out: &mut String, branches: &[Branch], before: &str, language: Language) {
    for (place, branch) in branches.iter().enumerate() {
        let last = place + 1 == branches.len();
        let (own, others) = (branch.count(Relation::Own), branch.count(Relation::Mentions));
        let table = branch.table.as_ref().map(|table| format!(" [{table}]")).unwrap_or_default();
        let counted = super::picture::counted(own, others, language);
        let _ = writeln!(
            out,
            "{before}{}─ {}{table}{counted}",
            if last { '└' } else { '├' },
            branch.title(language)
        );
        let inner = format!("{before}{}", if last { "   " } else { "│  " });
        let stem = if branch.branches.is_empty() { "  " } else { "│ " };
        for way in &branch.ways {
            let keys: Vec<&str> = way.keys.iter().take(SHOWN).map(String::as_str).collect();
            let more = way.keys.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!(" … +{more}") } else { String::new() };
            let _ = writeln!(out, "{inner}{stem}  {}: {}{more}", way.rule.get(language), keys.join(", "));
        }
        draw(out, &branch.branches, &inner, language);
    }
}
