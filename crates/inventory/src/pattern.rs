//! Patterns of file paths: where the files of a person stand, given a value that is the person's.
//!
//! `avatars/{}/*` with the value 12 is every file in `avatars/12`; `filedir/{0..2}/{2..4}/{}` is Moodle's place of a
//! content hash; `{stem}-*x*.{ext}` are the smaller copies that WordPress makes beside `{path}`. A value stands for
//! itself: its `*` is a letter, its `..` leads nowhere. To add a placeholder, add a [`Piece`] and its filling in
//! [`Piece::fill`]; connectors only see the [`Glob`] that comes out.

use crate::map::condition::Wildcard;

/// The last segment that stands for files at any depth.
const DEEP: &str = "**";

/// A pattern as a data map writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
    deep: bool,
}

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// `*`: any text within one segment.
    Any,
    /// `{}`: the value, within one segment.
    Value,
    /// `{2..4}`: its characters from the second (counted from 0) up to the fourth.
    Slice(usize, usize),
    /// `{path}`: the value as a path of its own.
    Path,
    /// `{stem}`: that path without the extension.
    Stem,
    /// `{ext}`: the extension.
    Extension,
}

/// A pattern with its value filled in: which paths are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    /// What each segment of the path must be.
    pub segments: Vec<Wildcard>,
    /// Files at any depth below the segments.
    pub deep: bool,
    /// How many segments at the beginning are the pattern's own, without anything of a value.
    pub own: usize,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// In words: what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (text, deep) = match text.strip_suffix(DEEP).and_then(|rest| rest.strip_suffix('/')) {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        if text.contains(DEEP) {
            return Err("** stands alone in the last segment: files at any depth".to_owned());
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '*']) {
            let (before, here) = rest.split_at(at);
            push_text(&mut pieces, before);
            rest = if let Some(after) = here.strip_prefix('*') {
                pieces.push(Piece::Any);
                after
            } else {
                let (name, after) = here
                    .get(1..)
                    .and_then(|inner| inner.split_once('}'))
                    .ok_or_else(|| "a { without its }".to_owned())?;
                pieces.push(Piece::named(name)?);
                after
            };
        }
        push_text(&mut pieces, rest);
        let pattern = Self { pieces, deep };
        if !pattern.pieces.iter().any(Piece::identifies) {
            return Err(
                "the pattern has no place for the value: every person's files would be meant".to_owned()
            );
        }
        let whole = pattern.fill("a/b.c").or_else(|| pattern.fill("abcdefghijklmnopqrstuvwxyz0123456789"));
        if whole.is_none_or(|whole| !is_plain(&whole.replace('\0', "x"))) {
            return Err(
                "a path is written from the root, without / at either end, and without . and ..".to_owned()
            );
        }
        Ok(pattern)
    }

    /// The paths that are meant for a value; none when the value cannot be part of a path.
    pub fn expand(&self, value: &str) -> Option<Glob> {
        let text = self.fill(value)?;
        if !is_plain(&text) {
            return None;
        }
        let segments = text
            .split('/')
            .map(|segment| Wildcard { pieces: segment.split('\0').map(str::to_owned).collect() });
        Some(Glob { segments: segments.collect(), deep: self.deep, own: self.own() })
    }

    /// Whether folders in it are named after the value: such a folder is the person's, and goes when it is empty.
    /// Folders that a value only shares with others, as those of a hash or of a month, are nobody's.
    pub fn names_folders(&self) -> bool {
        self.pieces.contains(&Piece::Value)
            && !self
                .pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Slice(..) | Piece::Path | Piece::Stem | Piece::Extension))
    }

    /// The text with a zero byte, which no path has, for every `*`.
    fn fill(&self, value: &str) -> Option<String> {
        if value.contains('\0') {
            return None;
        }
        self.pieces.iter().map(|piece| piece.fill(value)).collect()
    }

    /// How many segments at the beginning say nothing of a value.
    fn own(&self) -> usize {
        let before = self.pieces.iter().take_while(|piece| matches!(piece, Piece::Text(_) | Piece::Any));
        before.map(Piece::slashes).sum()
    }
}

impl Piece {
    fn named(name: &str) -> Result<Self, String> {
        match name {
            "" => return Ok(Self::Value),
            "path" => return Ok(Self::Path),
            "stem" => return Ok(Self::Stem),
            "ext" => return Ok(Self::Extension),
            _ => {}
        }
        let slice = name.split_once("..").and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
        match slice {
            Some((from, to)) if from < to => Ok(Self::Slice(from, to)),
            _ => Err(format!(
                "“{{{name}}}” means nothing: write {{}}, {{0..2}}, {{path}}, {{stem}} or {{ext}}"
            )),
        }
    }

    /// Whether it tells one value from another; a few characters of one do not.
    fn identifies(&self) -> bool {
        matches!(self, Self::Value | Self::Path | Self::Stem)
    }

    fn slashes(&self) -> usize {
        match self {
            Self::Text(text) => text.matches('/').count(),
            _ => 0,
        }
    }

    fn fill(&self, value: &str) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Any => Some("\0".to_owned()),
            Self::Value => single(value).map(str::to_owned),
            Self::Slice(from, to) => {
                let characters: Vec<char> = single(value)?.chars().collect();
                characters.get(*from..*to).map(|part| part.iter().collect())
            }
            Self::Path => is_plain(value).then(|| value.to_owned()),
            Self::Stem => extension(value).map(|(stem, _)| stem.to_owned()),
            Self::Extension => extension(value).map(|(_, extension)| extension.to_owned()),
        }
    }
}

impl Glob {
    /// Whether a path, from the root and without a slash at either end, is meant.
    pub fn matches(&self, path: &str) -> bool {
        let mut segments = path.split('/');
        for wanted in &self.segments {
            if !segments.next().is_some_and(|segment| wanted.matches(segment)) {
                return false;
            }
        }
        let more = segments.next().is_some();
        more == self.deep
    }

    /// The one path that is meant, when there is no `*` in it.
    pub fn single(&self) -> Option<String> {
        let literal: Option<Vec<&str>> = self.segments.iter().map(Wildcard::literal).collect();
        literal.filter(|_| !self.deep).map(|segments| segments.join("/"))
    }

    /// The text with which every path that is meant begins.
    pub fn prefix(&self) -> String {
        let mut prefix = String::new();
        for (place, segment) in self.segments.iter().enumerate() {
            if place > 0 {
                prefix.push('/');
            }
            if let Some(text) = segment.literal() {
                prefix.push_str(text);
            } else {
                prefix.push_str(segment.pieces.first().map_or("", String::as_str));
                return prefix;
            }
        }
        if self.deep {
            prefix.push('/');
        }
        prefix
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text.to_owned()));
    }
}

/// A value that is one segment: a slash in it would lead into somebody else's folder.
fn single(value: &str) -> Option<&str> {
    (!value.contains('/') && is_plain(value)).then_some(value)
}

fn extension(path: &str) -> Option<(&str, &str)> {
    let name = path.rsplit('/').next().filter(|_| is_plain(path))?;
    let (stem, extension) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
    let end = path.len() - name.len() + stem.len();
    Some((path.get(..end)?, extension))
}

/// A relative path that goes down only.
pub fn is_plain(path: &str) -> bool {
    !path.is_empty() && path.split('/').all(|segment| !matches!(segment, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn patterns_mean_these_paths() {
        for (pattern, value, path, meant) in [
            ("avatars/{}/*", "12", "avatars/12/me.jpg", true),
            ("avatars/{}/*", "12", "avatars/123/me.jpg", false),
            ("avatars/{}/*", "1", "avatars/12/me.jpg", false),
            ("avatars/{}/*", "12", "avatars/12/old/me.jpg", false),
            ("avatars/{}/*", "*", "avatars/12/me.jpg", false),
            ("avatars/{}/*", "*", "avatars/*/me.jpg", true),
            ("avatars/{}/**", "12", "avatars/12/old/me.jpg", true),
            ("avatars/{}/**", "12", "avatars/12/me.jpg", true),
            ("avatars/{}/**", "12", "avatars/12", false),
            ("{}-*.png", "eva", "eva-small.png", true),
            ("{}-*.png", "eva", "evan-small.png", false),
            ("filedir/{0..2}/{2..4}/{}", "abcdef", "filedir/ab/cd/abcdef", true),
            ("filedir/{0..2}/{2..4}/{}", "abcdef", "filedir/ab/ce/abcdef", false),
            ("{path}", "2024/05/a.b.jpg", "2024/05/a.b.jpg", true),
            ("{stem}-*x*.{ext}", "2024/05/a.b.jpg", "2024/05/a.b-150x150.jpg", true),
            ("{stem}-*x*.{ext}", "2024/05/a.b.jpg", "2024/05/a.b-150x150.png", false),
            ("{stem}-*x*.{ext}", "2024/05/a.b.jpg", "2024/05/a.b-150x150/x.jpg", false),
        ] {
            let glob = Pattern::parse(pattern).unwrap().expand(value).unwrap();
            assert_eq!(glob.matches(path), meant, "{pattern} with {value} on {path}");
            if meant {
                assert!(path.starts_with(&glob.prefix()), "{pattern} with {value}: {}", glob.prefix());
            }
        }
    }

    #[test]
    fn values_that_lead_elsewhere_mean_nothing() {
        for (pattern, value) in [
            ("avatars/{}/*", ".."),
            ("avatars/{}/*", "."),
            ("avatars/{}/*", ""),
            ("avatars/{}/*", "12/13"),
            ("avatars/{}/*", "../13"),
            ("avatars/{}/*", "1\u{0}2"),
            ("{path}", "/etc/passwd"),
            ("{path}", "2024/../../etc/passwd"),
            ("{path}", "2024//a.jpg"),
            ("{path}", "2024/"),
            ("{stem}-*x*.{ext}", "2024/05/noextension"),
            ("{stem}-*x*.{ext}", "2024/05/.jpg"),
            ("filedir/{0..2}/{2..4}/{}", "abc"),
            ("filedir/{0..2}/{}", "..abc"),
        ] {
            assert_eq!(Pattern::parse(pattern).unwrap().expand(value), None, "{pattern} with {value:?}");
        }
    }

    #[test]
    fn patterns_that_mean_everybody_are_refused() {
        for pattern in [
            "",
            "avatars/*",
            "avatars/{0..2}/*",
            "{ext}",
            "/avatars/{}",
            "../{}",
            "a//{}",
            "{}/",
            "a/**/{}",
            "{x}",
            "{2..2}",
            "{",
        ] {
            assert!(Pattern::parse(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn the_patterns_own_folders_are_counted() {
        for (pattern, own) in [("avatars/{}/*", 1), ("{path}", 0), ("a/b/{}", 2), ("a/b-{}/c", 1)] {
            assert_eq!(Pattern::parse(pattern).unwrap().expand("x").unwrap().own, own, "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn nobody_elses_folder_is_ever_meant(mine in "[a-z0-9./*{}]{1,6}", other in "[a-z0-9]{1,6}", file in "[a-z.]{1,8}") {
            prop_assume!(mine != other);
            let glob = Pattern::parse("avatars/{}/**").unwrap().expand(&mine);
            let path = format!("avatars/{other}/{file}");
            prop_assert!(!glob.is_some_and(|glob| glob.matches(&path)));
        }
    }
}
