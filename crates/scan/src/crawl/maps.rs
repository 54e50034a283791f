//! The pages that a site names itself: its sitemaps, where `robots.txt` says they are or at the usual place, with the maps that
//! those name, compressed or not.
//!
//! They are fetched by the browser and not by the page, whose content security policy may forbid that. What `robots.txt`
//! forbids to search engines is not read: whoever scans has their own reasons, and follows links that people follow.

use std::collections::VecDeque;
use std::io::Read as _;

use flate2::read::GzDecoder;

/// Maps that are read of one site.
const MOST: usize = 10;
/// Bytes of one map, as it comes and unpacked.
const LARGEST: u64 = 2_000_000;

/// A file of the site, or nothing when there is none.
pub(super) trait Fetch {
    /// The bytes at an address, at most so many.
    async fn fetch(&self, url: &str, most: u64) -> Option<Vec<u8>>;
}

/// The addresses that the site's maps name, at most `most`; `root` is the address of its first page.
pub(super) async fn pages(site: &impl Fetch, root: &url::Url, most: usize) -> Vec<String> {
    let here = |path: &str| root.join(path).ok().map(String::from);
    let robots = match here("/robots.txt") {
        Some(url) => site.fetch(&url, LARGEST).await.unwrap_or_default(),
        None => Vec::new(),
    };
    let robots = String::from_utf8_lossy(&robots).into_owned();
    let mut waiting: VecDeque<String> = named_by_robots(&robots).filter_map(here).collect();
    if waiting.is_empty() {
        waiting.extend(here("/sitemap.xml"));
    }
    let (mut seen, mut found): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    while let Some(url) = waiting.pop_front() {
        // A map elsewhere is not the site's word.
        let at = url::Url::parse(&url).ok().filter(|url| url.origin() == root.origin());
        let Some(at) = at.filter(|_| seen.len() < MOST && found.len() < most && !seen.contains(&url)) else {
            continue;
        };
        seen.push(url.clone());
        let Some(bytes) = site.fetch(&url, LARGEST).await else { continue };
        let text = unpacked(&bytes);
        let is_index = text.contains("<sitemapindex");
        // Addresses should be whole; those that are not are meant from here.
        for named in places(&text).iter().filter_map(|named| at.join(named).ok()).map(String::from) {
            if is_index {
                waiting.push_back(named);
            } else if found.len() < most {
                found.push(named);
            }
        }
    }
    found
}

/// The maps that a `robots.txt` names.
fn named_by_robots(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case("sitemap").then(|| value.trim()).filter(|value| !value.is_empty())
    })
}

/// The text of a map, which may be compressed whatever it is called.
fn unpacked(bytes: &[u8]) -> String {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let mut plain = Vec::new();
    // What is broken is read until there.
    let _ = GzDecoder::new(bytes).take(LARGEST).read_to_end(&mut plain);
    String::from_utf8_lossy(&plain).into_owned()
}

/// The addresses in a map.
fn places(text: &str) -> Vec<String> {
    let named = text.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next());
    let plain = |text: &str| {
        let text = text.trim();
        let text = text.strip_prefix("<![CDATA[").and_then(|it| it.strip_suffix("]]>")).unwrap_or(text);
        text.replace("&amp;", "&")
    };
    named.map(plain).filter(|url| !url.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Write as _;

    use super::*;

    struct Files(BTreeMap<&'static str, Vec<u8>>);

    impl Fetch for Files {
        async fn fetch(&self, url: &str, most: u64) -> Option<Vec<u8>> {
            let file = self.0.get(url.strip_prefix("https://a.example")?)?;
            Some(file.iter().copied().take(usize::try_from(most).unwrap()).collect())
        }
    }

    fn map(of: &[&str]) -> Vec<u8> {
        let one = |url: &&str| format!("<url><loc> {url} </loc></url>");
        format!("<urlset>{}</urlset>", of.iter().map(one).collect::<String>()).into_bytes()
    }

    fn index(of: &[&str]) -> Vec<u8> {
        String::from_utf8(map(of)).unwrap().replace("urlset", "sitemapindex").into_bytes()
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    async fn found(files: Vec<(&'static str, Vec<u8>)>) -> Vec<String> {
        let root = url::Url::parse("https://a.example/nl/").unwrap();
        pages(&Files(files.into_iter().collect()), &root, 3).await
    }

    #[tokio::test]
    async fn maps_are_found_where_they_are() {
        let (one, two) = ("https://a.example/1?a=1&amp;b=2", "https://a.example/2");
        let plain = ["https://a.example/1?a=1&b=2", two].map(str::to_owned);
        let robots = b"User-agent: *\nDisallow: /x\nSITEMAP: /deep/map.xml\nSitemap:\n".to_vec();
        let inner = "https://a.example/deep/inner.xml.gz";
        for (name, files) in [
            ("at the usual place", vec![("/sitemap.xml", map(&[one, two]))]),
            ("where robots say", vec![("/robots.txt", robots.clone()), ("/deep/map.xml", map(&[one, two]))]),
            (
                "in an index, compressed",
                vec![
                    ("/robots.txt", robots),
                    ("/deep/map.xml", index(&[inner, "https://evil.example/map.xml", inner])),
                    ("/deep/inner.xml.gz", packed(&map(&[one, two]))),
                ],
            ),
        ] {
            assert_eq!(found(files).await, plain, "{name}");
        }
        assert_eq!(found(vec![]).await, Vec::<String>::new());
        let itself = index(&["https://a.example/sitemap.xml"]);
        assert_eq!(found(vec![("/sitemap.xml", itself)]).await, Vec::<String>::new(), "a map of itself ends");
        let many = map(&[two, two, two, two, two]);
        assert_eq!(found(vec![("/sitemap.xml", many)]).await.len(), 3, "no more than asked for");
        let broken = packed(&map(&[one, two]));
        let cut = broken[..broken.len() / 2].to_vec();
        assert!(found(vec![("/sitemap.xml", cut)]).await.len() <= 2);
    }
}
