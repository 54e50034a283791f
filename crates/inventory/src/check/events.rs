//! Checks of what a system tells by itself.

use super::Problems;
use crate::map::DataMap;

pub(super) fn check(map: &DataMap, problems: &mut Problems) {
    let Some(events) = &map.events else { return };
    if events.opted_out.is_empty() || events.identity.is_empty() {
        let help = "say in opted_out what an opt-out is called, and in identity whom it names";
        problems.add("events", "these events would mean nothing", help);
    }
    if !events.list.is_empty() && !events.list.starts_with('/') {
        problems.add("events.list", "this is no JSON pointer", "write /items, or leave it out");
    }
    for kind in events.identity.keys().filter(|kind| map.identity(kind).is_none()) {
        problems.add(format!("events.identity.{kind}"), format!("there is no identity “{kind}”"), "");
    }
}
