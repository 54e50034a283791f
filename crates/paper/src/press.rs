//! The press: sets a document by the template and writes it as PDF/UA-1.

use jiff::civil::Date;
use serde::Serialize;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::error::PressError;
use crate::model::Paper;
use crate::sound;

const TEMPLATE: &str = include_str!("template.typ");
/// Only what the template uses: text, stress, weight.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../fonts/LibertinusSerif-Regular.otf"),
    include_bytes!("../fonts/LibertinusSerif-Italic.otf"),
    include_bytes!("../fonts/LibertinusSerif-Semibold.otf"),
];

/// Makes a PDF/UA-1 of a document. The same document gives the same bytes.
///
/// # Errors
/// A chart is no SVG, or the build is at fault.
pub fn pdf(paper: &Paper) -> Result<Vec<u8>, PressError> {
    let press = Press::start(paper)?;
    let set = typst::compile::<PagedDocument>(&press);
    let written = match set.output {
        Ok(document) => {
            let options = PdfOptions {
                ident: Smart::Custom(paper.identifier.clone()),
                creator: Smart::Custom(Some("Gestand".to_owned())),
                standards: PdfStandards::new(&[PdfStandard::Ua_1])
                    .map_err(|_| PressError::Start("it knows no PDF/UA-1"))?,
                ..PdfOptions::default()
            };
            typst_pdf::pdf(&document, &options).map_err(|errors| PressError::Write(told(&errors)))
        }
        Err(errors) => Err(PressError::Set(told(&errors))),
    };
    // What was remembered for a next run is let go.
    typst::comemo::evict(0);
    written
}

fn told(errors: &[typst::diag::SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}

#[derive(Serialize)]
struct Data<'p> {
    #[serde(flatten)]
    paper: &'p Paper,
    year: i16,
    month: i8,
    day: i8,
    shown: String,
    page: [&'static str; 2],
}

/// The one document that is set, with its fonts. Lives as long as that takes.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    data: (FileId, Bytes),
}

impl Press {
    fn start(paper: &Paper) -> Result<Self, PressError> {
        let fonts: Vec<Font> = FONTS.into_iter().flat_map(|font| Font::iter(Bytes::new(font))).collect();
        let book = FontBook::from_fonts(&fonts);
        let mut paper = paper.clone();
        let coverage = fonts.iter().map(|font| &font.info().coverage).collect::<Vec<_>>();
        sound::sound(&mut paper, &|c| coverage.iter().all(|it| it.contains(u32::from(c))));
        let data = Data {
            year: paper.date.year(),
            month: paper.date.month(),
            day: paper.date.day(),
            shown: shown(paper.date, paper.language),
            page: match paper.language {
                kernel::Language::Nl => ["Bladzijde", "van"],
                kernel::Language::En => ["Page", "of"],
            },
            paper: &paper,
        };
        let data = serde_json::to_vec(&data)?;
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(book),
            fonts,
            template: Source::new(file("/template.typ")?, TEMPLATE.to_owned()),
            data: (file("/paper.json")?, Bytes::new(data)),
        })
    }
}

fn file(name: &'static str) -> Result<FileId, PressError> {
    let path = VirtualPath::new(name).map_err(|_| PressError::Start("a file has no name"))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// "23 november 2026".
fn shown(date: Date, language: kernel::Language) -> String {
    kernel::calendar::date_text(date, language)
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    /// Nothing on the machine can be read from a document: only its own data.
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use kernel::Language;

    use super::*;
    use crate::model::{Block, Chart, Run, Section, Table, Tone, text};

    fn paper() -> Paper {
        let clause = Block::Clause {
            id: "S91".into(),
            blocks: vec![Block::Paragraph {
                line: text("U krijgt binnen 30 dagen antwoord. 你好 \u{200b}#set page(width: 1pt)"),
            }],
            tone: Tone::Good,
            note: text("gehouden: 31 van 31 verzoeken"),
        };
        let table = Table {
            caption: "Wie krijgt gegevens".into(),
            head: vec!["Wie".into(), "Waar".into()],
            rows: vec![vec![text("Strato"), text("Duitsland")], vec![text("AFAS")]],
            shares: vec![],
        };
        let chart = Chart {
            svg: r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40"><rect width="60" height="20" fill="#1f5a48"/></svg>"##.into(),
            alt: "Zestig van de honderd".into(),
            caption: "Antwoorden per maand".into(),
        };
        let line = vec![
            Run::Strong("Vast".into()),
            Run::Emphasis(" schuin ".into()),
            Run::Exact("9f2b".into()),
            Run::Gone(" weg".into()),
            Run::New(" nieuw ".into()),
            Run::Link("site".into(), "https://www.leskracht.nl".into()),
            Run::Link("val".into(), "javascript:x".into()),
        ];
        let lists =
            [true, false].map(|numbered| Block::List { numbered, items: vec![text("een"), text("twee")] });
        Paper {
            language: Language::Nl,
            title: "Privacybeleid".into(),
            subtitle: "Versie 2026-09".into(),
            issuer: "Leskracht".into(),
            date: jiff::civil::date(2026, 11, 23),
            identifier: "abc".into(),
            about: vec![("Vingerafdruk".into(), vec![Run::Exact("9f2b64d0".into())])],
            foot: "9f2b64d0".into(),
            sections: vec![
                Section {
                    level: 3,
                    heading: "Te diep begonnen".into(),
                    blocks: vec![Block::Paragraph { line }, clause],
                },
                Section {
                    level: 3,
                    heading: "Twee dieper".into(),
                    blocks: [vec![Block::Table(table), Block::Chart(chart)], lists.into()].concat(),
                },
            ],
        }
    }

    #[test]
    fn a_document_of_everything_is_a_tagged_pdf_and_the_same_each_time() {
        let bytes = pdf(&paper()).expect("a PDF");
        if let Ok(keep) = std::env::var("PAPER_KEEP") {
            std::fs::write(keep, &bytes).expect("written");
        }
        let holds = |what: &str| bytes.windows(what.len()).any(|at| at == what.as_bytes());
        assert!(bytes.starts_with(b"%PDF-1.7"));
        for what in ["StructTreeRoot", "pdfuaid:part", "/Lang", "LibertinusSerif-Regular"] {
            assert!(holds(what), "{what}");
        }
        assert_eq!(bytes, pdf(&paper()).expect("again"), "the same document gives the same bytes");
    }

    #[test]
    fn a_document_of_nothing_is_one_and_a_broken_chart_is_told() {
        let empty = Paper { title: String::new(), about: vec![], sections: vec![], ..paper() };
        assert!(pdf(&empty).is_ok());
        let chart = Chart { svg: "<svg".into(), alt: "x".into(), caption: String::new() };
        let block = Block::Chart(chart);
        let broken = Paper {
            sections: vec![Section { level: 1, heading: "x".into(), blocks: vec![block] }],
            ..paper()
        };
        assert!(matches!(pdf(&broken), Err(PressError::Set(_))));
    }

    #[test]
    fn levels_letters_rows_and_addresses_are_mended() {
        let mut mended = paper();
        sound::sound(&mut mended, &|c| u32::from(c) < 0x3000);
        assert_eq!(mended.sections.iter().map(|section| section.level).collect::<Vec<_>>(), [1, 2]);
        let Some(Block::Clause { blocks, .. }) = mended.sections[0].blocks.get(1) else {
            panic!("the clause")
        };
        let Some(Block::Paragraph { line }) = blocks.first() else { panic!("its text") };
        assert_eq!(*line, text("U krijgt binnen 30 dagen antwoord. ?? #set page(width: 1pt)"));
        let Some(Block::Table(table)) = mended.sections[1].blocks.first() else { panic!("the table") };
        assert!(table.rows.iter().all(|row| row.len() == 2) && table.shares == [1, 1]);
        let Some(Block::Paragraph { line }) = mended.sections[0].blocks.first() else { panic!("the line") };
        assert_eq!(line.last(), Some(&Run::Text("val".into())));
    }
}
