//! Pages of a list by keyset: a page begins after the last row of the one before. Unlike an offset this stays
//! right while rows come and go, and costs the same on page one thousand.

/// Which part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The sort key and id of the last row seen; none for the first page.
    pub after: Option<(i64, String)>,
    /// How many rows at most.
    pub limit: u32,
}

impl Page {
    /// The first `limit` rows.
    pub fn first(limit: u32) -> Self {
        Self { after: None, limit }
    }

    /// The `limit` rows after the one with this sort key (microseconds for times) and id.
    pub fn after(key: i64, id: impl std::fmt::Display, limit: u32) -> Self {
        Self { after: Some((key, id.to_string())), limit }
    }

    /// The lower bound of an ascending list.
    pub(crate) fn lower_bound(&self) -> (i64, String) {
        self.after.clone().unwrap_or((i64::MIN, String::new()))
    }

    /// The upper bound of a descending list; `~` sorts behind every id.
    pub(crate) fn upper_bound(&self) -> (i64, String) {
        self.after.clone().unwrap_or((i64::MAX, "~".to_owned()))
    }
}
