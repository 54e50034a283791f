//! Where a list goes on: the cursor that a page ends with and the next one begins at. It names a moment and an id, so a
//! row that comes or goes in between moves nothing.

use std::fmt::Display;
use std::str::FromStr;

use jiff::Timestamp;
use store::Page;

use crate::error::{Error, Kind, Result};

/// Rows of a page when nobody says how many.
const USUAL: u32 = 50;
/// The most rows of one page.
const MOST: u32 = 500;

/// The page after `cursor`, or the first; a `limit` of 0 means fifty. `Id` is what the list is sorted by after its moment.
///
/// # Errors
/// [`Kind::Invalid`] when the cursor is none that [`next`] gave.
pub(crate) fn page<Id: FromStr + Display>(cursor: Option<&str>, limit: u32) -> Result<Page> {
    let limit = if limit == 0 { USUAL } else { limit.min(MOST) };
    let Some(cursor) = cursor else { return Ok(Page::first(limit)) };
    let parts = cursor.split_once('.');
    let parsed = parts.and_then(|(key, id)| Some((key.parse().ok()?, id.parse::<Id>().ok()?)));
    let (key, id) = parsed.ok_or_else(|| {
        Error::new(
            Kind::Invalid,
            "wrong-cursor",
            "Deze bladwijzer klopt niet. Begin bij de eerste pagina.",
            "This cursor is not right. Begin at the first page.",
        )
    })?;
    Ok(Page::after(key, id, limit))
}

/// The cursor behind the last of `rows`; none when they did not fill `page`. `at` gives the moment and the id of a row.
pub(crate) fn next<R, Id: Display>(
    rows: &[R],
    page: &Page,
    at: impl FnOnce(&R) -> (Option<Timestamp>, Id),
) -> Option<String> {
    let last = rows.last().filter(|_| rows.len() == page.limit as usize)?;
    let (moment, id) = at(last);
    Some(format!("{}.{id}", moment?.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_goes_on_where_it_ended() -> Result<()> {
        let rows = [(Timestamp::from_microsecond(7).ok(), 3u32), (Timestamp::from_microsecond(9).ok(), 4)];
        let two = page::<u32>(None, 2)?;
        let cursor = next(&rows, &two, |row| *row);
        assert_eq!(cursor.as_deref(), Some("9.4"));
        let on = page::<u32>(cursor.as_deref(), 0)?;
        assert_eq!((on.after, on.limit), (Some((9, "4".to_owned())), USUAL));
        // What is not full is the last.
        assert_eq!(next(&rows, &page::<u32>(None, 3)?, |row| *row), None);
        assert_eq!(page::<u32>(None, 9_999)?.limit, MOST);
        Ok(())
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for cursor in ["", ".", "9", "9.", ".4", "x.4", "9.x", "9.4.1"] {
            assert!(page::<u32>(Some(cursor), 2).is_err(), "{cursor}");
        }
    }
}
