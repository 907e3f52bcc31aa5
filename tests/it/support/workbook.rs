//! Workbooks (XLSX) for tests, written cell by cell as spreadsheets do.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

/// What stands in a cell.
#[derive(Clone, Copy)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A text.
    Text(&'a str),
    /// A number as the file writes it, without a format.
    Number(&'a str),
    /// A day as spreadsheets count them, in the format of a date.
    Day(&'a str),
    /// A number whose format is `000`.
    Padded(&'a str),
    /// A formula with the result that was stored, if any.
    Formula(&'a str, Option<&'a str>),
    /// An error.
    Error(&'a str),
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook of these visible sheets.
pub fn workbook(sheets: &[(&str, &[&[Cell<'_>]])]) -> Vec<u8> {
    let parts: Vec<(&str, String)> = sheets.iter().map(|(name, rows)| (*name, sheet(rows))).collect();
    packed(&parts)
}

/// A workbook of sheets given by their XML.
pub fn packed(sheets: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    };
    part(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"r1\" Type=\"{DOCUMENT}/officeDocument\" \
             Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let (mut named, mut related) = (String::new(), String::new());
    for (at, (name, text)) in sheets.iter().enumerate() {
        let number = at + 1;
        named.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>"));
        related.push_str(&format!(
            "<Relationship Id=\"r{number}\" Type=\"{DOCUMENT}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        ));
        part(&format!("xl/worksheets/sheet{number}.xml"), text);
    }
    related.push_str(&format!("<Relationship Id=\"s\" Type=\"{DOCUMENT}/styles\" Target=\"styles.xml\"/>"));
    part(
        "xl/workbook.xml",
        &format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOCUMENT}\"><sheets>{named}</sheets></workbook>"),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!("<Relationships xmlns=\"{RELATIONS}\">{related}</Relationships>"),
    );
    part(
        "xl/styles.xml",
        &format!(
            "<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"000\"/></numFmts>\
             <fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders>\
             <cellStyleXfs count=\"1\"><xf numFmtId=\"0\"/></cellStyleXfs><cellXfs count=\"3\"><xf numFmtId=\"0\"/>\
             <xf numFmtId=\"14\" applyNumberFormat=\"1\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
        ),
    );
    zip.finish().expect("a workbook").into_inner()
}

fn sheet(rows: &[&[Cell<'_>]]) -> String {
    let mut text = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for (row, cells) in rows.iter().enumerate() {
        let line = row + 1;
        text.push_str(&format!("<row r=\"{line}\">"));
        for (letter, cell) in ('A'..='Z').zip(cells.iter()) {
            let at = format!("{letter}{line}");
            text.push_str(&match cell {
                Cell::Empty => continue,
                Cell::Text(found) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{found}</t></is></c>"),
                Cell::Number(found) => format!("<c r=\"{at}\"><v>{found}</v></c>"),
                Cell::Day(found) => format!("<c r=\"{at}\" s=\"1\"><v>{found}</v></c>"),
                Cell::Padded(found) => format!("<c r=\"{at}\" s=\"2\"><v>{found}</v></c>"),
                Cell::Formula(formula, Some(found)) => {
                    format!("<c r=\"{at}\" t=\"str\"><f>{formula}</f><v>{found}</v></c>")
                }
                Cell::Formula(formula, None) => format!("<c r=\"{at}\"><f>{formula}</f></c>"),
                Cell::Error(found) => format!("<c r=\"{at}\" t=\"e\"><v>{found}</v></c>"),
            });
        }
        text.push_str("</row>");
    }
    text.push_str("</sheetData></worksheet>");
    text
}
