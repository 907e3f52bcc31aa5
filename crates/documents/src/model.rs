//! The content of a document, without a word of how a file format writes it.

use serde::Serialize;

/// A document in the form of Decree 30/2020/NĐ-CP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// Its name, as readers show it.
    pub name: String,
    /// Whether the sheet lies on its long side; for wide tables.
    pub is_landscape: bool,
    /// What stands above.
    pub head: Head,
    /// Name of the type, in capitals: QUYẾT ĐỊNH.
    pub kind: String,
    /// What it is about; may be empty.
    pub summary: String,
    /// Text, tables and pictures, in order.
    pub blocks: Vec<Block>,
    /// To whom it goes; empty for papers that say nothing of it.
    pub recipients: Vec<String>,
    /// Who signs, the last one on the right. With recipients there is one.
    pub signers: Vec<Signer>,
    /// What follows after the signatures, on pages of its own; a list with its title, for example.
    pub annex: Vec<Block>,
}

/// What stands above the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Head {
    /// Issuing body on the left, the name of the State on the right.
    Official {
        /// The body above, in capitals; none for People's Committees, which have none.
        superior: Option<String>,
        /// The issuing body in capitals, line by line.
        issuer: Vec<String>,
        /// "Số: 05/QĐ-UBND", with room where the clerk has entered none; none for papers without number.
        number: Option<String>,
        /// "An Giang, ngày 05 tháng 02 năm 2021", with room where there is no date.
        place: Option<String>,
    },
    /// The name of the State alone, for the paper of a person.
    Personal,
}

/// A part of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Its text.
        runs: Vec<Run>,
        /// Where its lines stand.
        align: Align,
        /// Whether its first line is indented.
        is_indented: bool,
    },
    /// A table with lines.
    Table(Table),
    /// A QR code with words beneath.
    QrCode {
        /// Where it leads.
        url: String,
        /// What it says beneath.
        caption: String,
    },
}

impl Block {
    /// A paragraph of the body: justified, its first line indented.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::runs(vec![Run::plain(text)])
    }

    /// A paragraph of the body with parts in different hands.
    #[must_use]
    pub fn runs(runs: Vec<Run>) -> Self {
        Self::Paragraph { runs, align: Align::Justified, is_indented: true }
    }

    /// A centred paragraph.
    #[must_use]
    pub fn centred(run: Run) -> Self {
        Self::Paragraph { runs: vec![run], align: Align::Centre, is_indented: false }
    }

    /// A bold heading of the body.
    #[must_use]
    pub fn heading(text: impl Into<String>) -> Self {
        Self::runs(vec![Run::bold(text)])
    }

    /// A label with what stands after it; the lines of a longer text become paragraphs.
    #[must_use]
    pub fn labelled(label: &str, text: &str) -> Vec<Self> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let label = Run::bold(format!("{label}: "));
        let first = Self::runs(vec![label, Run::plain(lines.next().unwrap_or_default())]);
        std::iter::once(first).chain(lines.map(Self::text)).collect()
    }
}

/// Where the lines of a paragraph stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Align {
    /// On the left.
    Left,
    /// In the middle.
    Centre,
    /// On the right.
    Right,
    /// From edge to edge.
    Justified,
}

/// Text in one hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// The text.
    pub text: String,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Whether it is italic.
    pub is_italic: bool,
}

impl Run {
    /// Upright text.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Bold text.
    #[must_use]
    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_bold: true, ..Self::default() }
    }

    /// Italic text.
    #[must_use]
    pub fn italic(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_italic: true, ..Self::default() }
    }
}

/// A table with lines; its heading stands again on every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    /// Columns, from the left.
    pub columns: Vec<Column>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<String>>,
    /// Whether the last row is a sum and stands out.
    pub has_total: bool,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Its part of the width, relative to the others.
    pub share: u32,
    /// Where its cells' text stands.
    pub align: Align,
}

impl Column {
    /// A column.
    #[must_use]
    pub fn new(title: &str, share: u32, align: Align) -> Self {
        Self { title: title.to_owned(), share, align }
    }
}

/// Somebody who signs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Signer {
    /// "An Giang, ngày …" above the signature, where the head has none; may be empty.
    pub place: String,
    /// In whose name, in capitals: "TM. ỦY BAN NHÂN DÂN"; may be empty.
    pub capacity: String,
    /// As what, in capitals: "CHỦ TỊCH".
    pub position: String,
    /// A remark in brackets beneath: "(Ký, ghi rõ họ tên)"; may be empty.
    pub remark: String,
    /// Full name without academic title; empty where it is written by hand.
    pub name: String,
}
