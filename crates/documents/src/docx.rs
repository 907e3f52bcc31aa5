//! A document as DOCX: the same form, for those who edit it further. The two columns above and the signatures are tables
//! without borders, the rules are borders of empty lines, never rows of hyphens.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, Docx, Header, LineSpacing, LineSpacingType, PageMargin, PageNum, PageNumType,
    PageOrientationType, PageSize, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders,
    Pic, Run as Hand, RunFonts, Section, SpecialIndentType, Table as Grid, TableCell, TableCellMargins,
    TableLayoutType, TableRow, VAlignType, WidthType,
};

use time::Date;

use crate::model::{Align, Block, Document, Head, Run, Signer, Table};
use crate::words::printable;
use crate::{RenderError, qr};

/// Twentieths of a point in a millimetre, times a hundred.
const TWIPS: u32 = 5669;
/// English metric units in a millimetre.
const EMU: u32 = 36_000;
/// Width of the text on an upright sheet, in millimetres.
const UPRIGHT: u32 = 165;
/// The same on a sheet that lies.
const LYING: u32 = 252;
/// Width of the text of "Độc lập - Tự do - Hạnh phúc" in bold 13 pt, in millimetres.
const MOTTO: u32 = 58;
/// Width of the left column above, in millimetres.
const LEFT: u32 = 68;

/// Makes the file.
pub fn render(document: &Document, made_on: Date) -> Result<Vec<u8>, RenderError> {
    let made = format!("{made_on}T00:00:00Z");
    let width = if document.is_landscape { LYING } else { UPRIGHT };
    let docx = new_page(document.is_landscape).created_at(&made).updated_at(&made);
    let mut parts = above(&document.head, width);
    parts.push(Part::text(spaced(line(&Run::bold(&document.kind), 28), AlignmentType::Center, 240, 0)));
    if !document.summary.is_empty() {
        let summary = line(&Run::bold(&document.summary), 26);
        parts.push(Part::text(spaced(summary, AlignmentType::Center, 0, 0)));
        parts.push(Part::text(rule(width, 40)));
    }
    parts.extend(content(&document.blocks, width)?);
    parts.extend(closing(document, width));
    let docx = if document.annex.is_empty() {
        parts.into_iter().fold(docx, |docx, part| match part {
            Part::Text(paragraph) => docx.add_paragraph(*paragraph),
            Part::Grid(table) => docx.add_table(*table),
        })
    } else {
        // An annex counts its pages anew: what stands before it is a section of its own.
        let before = parts.into_iter().fold(section(document.is_landscape), |section, part| match part {
            Part::Text(paragraph) => section.add_paragraph(*paragraph),
            Part::Grid(table) => section.add_table(*table),
        });
        let docx = docx.add_section(before).page_num_type(PageNumType::new().start(1));
        content(&document.annex, width)?.into_iter().fold(docx, |docx, part| match part {
            Part::Text(paragraph) => docx.add_paragraph(*paragraph),
            Part::Grid(table) => docx.add_table(*table),
        })
    };
    let mut bytes = Cursor::new(Vec::new());
    docx.pack(&mut bytes).map_err(|error| RenderError::Failed(error.to_string()))?;
    Ok(bytes.into_inner())
}

/// A part of the text, before it is known in which section it stands.
enum Part {
    Text(Box<Paragraph>),
    Grid(Box<Grid>),
}

impl Part {
    fn text(paragraph: Paragraph) -> Self {
        Self::Text(Box::new(paragraph))
    }

    fn grid(grid: Grid) -> Self {
        Self::Grid(Box::new(grid))
    }
}

fn margins() -> PageMargin {
    let [top, right, bottom, left, header] =
        [20, 15, 20, 30, 10].map(|millimetres| twips(millimetres) as i32);
    PageMargin { top, right, bottom, left, header, footer: header, gutter: 0 }
}

/// The number of the page in the top margin.
fn numbered() -> Header {
    let number = Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new());
    Header::new().add_paragraph(number)
}

/// A section of the same pages as the rest, without a number on its first.
fn section(is_landscape: bool) -> Section {
    let (short, long) = (twips(210), twips(297));
    let size = PageSize::new();
    let section = Section::new().page_margin(margins()).header(numbered()).title_pg();
    if is_landscape {
        section.page_size(size.size(long, short)).page_orient(PageOrientationType::Landscape)
    } else {
        section.page_size(size.size(short, long))
    }
}

fn new_page(is_landscape: bool) -> Docx {
    let docx = Docx::new()
        .default_fonts(
            RunFonts::new()
                .ascii("Times New Roman")
                .hi_ansi("Times New Roman")
                .east_asia("Times New Roman")
                .cs("Times New Roman"),
        )
        .default_size(26)
        .page_margin(margins())
        .first_header(Header::new().add_paragraph(Paragraph::new()))
        .header(numbered())
        .title_pg();
    let (short, long) = (twips(210), twips(297));
    if is_landscape {
        docx.page_size(long, short).page_orient(PageOrientationType::Landscape)
    } else {
        docx.page_size(short, long)
    }
}

fn above(head: &Head, width: u32) -> Vec<Part> {
    let Head::Official { superior, issuer, number, place } = head else {
        return state(width).into_iter().map(Part::text).collect();
    };
    let lines = superior.iter().flat_map(|name| name.lines());
    let mut left: Vec<Paragraph> = lines.map(|one| centred(&Run::plain(one), 24)).collect();
    left.extend(issuer.iter().map(|one| centred(&Run::bold(one), 24)));
    left.push(rule(LEFT, 25));
    let below = |text: &Option<String>, run: fn(String) -> Run| {
        vec![centred(&run(text.clone().unwrap_or_default()), 26)]
    };
    let right = width - LEFT;
    let rows = vec![
        TableRow::new(vec![cell(left, LEFT), cell(state(right), right)]),
        TableRow::new(vec![cell(below(number, Run::plain), LEFT), cell(below(place, Run::italic), right)]),
    ];
    vec![Part::grid(borderless(rows, &[LEFT, right]))]
}

fn state(width: u32) -> Vec<Paragraph> {
    vec![
        centred(&Run::bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), 24),
        centred(&Run::bold("Độc lập - Tự do - Hạnh phúc"), 26),
        rule(width, MOTTO),
    ]
}

/// The last paragraph stays with what follows: a signature never stands on a page alone.
fn content(blocks: &[Block], width: u32) -> Result<Vec<Part>, RenderError> {
    let mut parts = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        let is_last = at + 1 == blocks.len();
        match block {
            Block::Paragraph { runs, align, is_indented } => {
                parts.push(Part::text(body(runs, *align, *is_indented).keep_next(is_last)));
            }
            Block::Table(table) => {
                parts.push(Part::grid(ruled_table(table, width)));
                parts.push(Part::text(spaced(Paragraph::new(), AlignmentType::Left, 0, 60)));
            }
            Block::QrCode { url, caption } => {
                let side = 26 * EMU;
                let picture = Pic::new_with_dimensions(qr::png(url)?, 1, 1).size(side, side);
                let picture = Paragraph::new().add_run(Hand::new().add_image(picture));
                parts.extend([Part::text(picture), Part::text(line(&Run::plain(caption), 18))]);
            }
        }
    }
    Ok(parts)
}

/// To whom the paper goes stands beside a single signature, and beneath several.
fn closing(document: &Document, width: u32) -> Vec<Part> {
    if document.signers.is_empty() {
        return Vec::new();
    }
    let mut parts = vec![Part::text(spaced(Paragraph::new(), AlignmentType::Left, 0, 0).keep_next(true))];
    let half = width / 2;
    let to = recipients(&document.recipients);
    let is_one = document.signers.len() == 1;
    let mut cells: Vec<TableCell> = Vec::new();
    if is_one {
        let beside = if to.is_empty() { vec![Paragraph::new()] } else { to.clone() };
        cells.push(cell(beside, half));
    }
    cells.extend(document.signers.iter().map(|signer| cell(signature(signer), half)));
    if cells.len() % 2 == 1 {
        cells.push(cell(vec![Paragraph::new()], half));
    }
    let rows = cells.chunks(2).map(|pair| TableRow::new(pair.to_vec()).cant_split()).collect();
    parts.push(Part::grid(borderless(rows, &[half, half])));
    if !is_one {
        parts.extend(to.into_iter().map(Part::text));
    }
    parts
}

fn recipients(list: &[String]) -> Vec<Paragraph> {
    if list.is_empty() {
        return Vec::new();
    }
    let hand = Run { is_italic: true, ..Run::bold("Nơi nhận:") };
    let one = |text: &String| spaced(line(&Run::plain(format!("- {text}")), 22), AlignmentType::Left, 0, 0);
    std::iter::once(spaced(line(&hand, 24), AlignmentType::Left, 0, 0)).chain(list.iter().map(one)).collect()
}

fn signature(signer: &Signer) -> Vec<Paragraph> {
    let mut lines = Vec::new();
    if !signer.place.is_empty() {
        lines.push(centred(&Run::italic(&signer.place), 26));
    }
    for text in [&signer.capacity, &signer.position].into_iter().filter(|text| !text.is_empty()) {
        lines.push(centred(&Run::bold(text), 26));
    }
    if !signer.remark.is_empty() {
        lines.push(centred(&Run::italic(&signer.remark), 24));
    }
    lines.extend(std::iter::repeat_n(centred(&Run::default(), 26), 4));
    lines.push(centred(&Run::bold(&signer.name), 26));
    lines
}

fn ruled_table(table: &Table, width: u32) -> Grid {
    let shares: u32 = table.columns.iter().map(|column| column.share).sum::<u32>().max(1);
    let widths: Vec<u32> = table.columns.iter().map(|column| width * column.share / shares).collect();
    let one = |text: &str, align: AlignmentType, is_bold: bool, width: u32| {
        let hand = |text: &str| Run { text: text.to_owned(), is_bold, is_italic: false };
        let lines = text.split('\n').map(|text| spaced(line(&hand(text), 24), align, 20, 20));
        cell(lines.collect(), width).vertical_align(VAlignType::Center)
    };
    let titles = table.columns.iter().zip(&widths);
    let titles = titles.map(|(column, width)| one(&column.title, AlignmentType::Center, true, *width));
    let mut rows = vec![TableRow::new(titles.collect()).cant_split()];
    let last = table.rows.len().saturating_sub(1);
    rows.extend(table.rows.iter().enumerate().map(|(at, row)| {
        let is_total = table.has_total && at == last;
        let cells = row.iter().zip(&table.columns).zip(&widths);
        let cells = cells.map(|((text, column), width)| one(text, side(column.align), is_total, *width));
        TableRow::new(cells.collect()).cant_split()
    }));
    let aside = twips(1) as usize;
    let margins =
        TableCellMargins::new().margin_left(aside, WidthType::Dxa).margin_right(aside, WidthType::Dxa);
    laid_out(Grid::new(rows).margins(margins), &widths)
}

fn borderless(rows: Vec<TableRow>, widths: &[u32]) -> Grid {
    laid_out(Grid::without_borders(rows), widths)
}

fn laid_out(grid: Grid, widths: &[u32]) -> Grid {
    let total = twips(widths.iter().sum()) as usize;
    grid.set_grid(widths.iter().map(|width| twips(*width) as usize).collect())
        .width(total, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

fn cell(lines: Vec<Paragraph>, width: u32) -> TableCell {
    lines
        .into_iter()
        .fold(TableCell::new(), TableCell::add_paragraph)
        .width(twips(width) as usize, WidthType::Dxa)
}

/// A drawn rule, as long as asked, in the middle of a width; in millimetres.
fn rule(width: u32, length: u32) -> Paragraph {
    let aside = twips(width.saturating_sub(length) / 2) as i32;
    let drawn =
        ParagraphBorder::new(ParagraphBorderPosition::Top).val(BorderType::Single).size(6).color("000000");
    Paragraph::new()
        .set_borders(ParagraphBorders::with_empty().set(drawn))
        .indent(Some(aside), None, Some(aside), None)
        .line_spacing(LineSpacing::new().before(40).after(0).line(120).line_rule(LineSpacingType::Exact))
        .add_run(Hand::new().size(4))
}

fn body(runs: &[Run], align: Align, is_indented: bool) -> Paragraph {
    let paragraph = runs.iter().fold(Paragraph::new(), |paragraph, run| paragraph.add_run(hand(run, 26)));
    let first = is_indented.then(|| SpecialIndentType::FirstLine(twips(10) as i32));
    spaced(paragraph, side(align), 0, 120).indent(None, first, None, None)
}

fn centred(run: &Run, half_points: usize) -> Paragraph {
    spaced(line(run, half_points), AlignmentType::Center, 0, 0)
}

fn line(run: &Run, half_points: usize) -> Paragraph {
    Paragraph::new().add_run(hand(run, half_points))
}

fn spaced(paragraph: Paragraph, align: AlignmentType, before: u32, after: u32) -> Paragraph {
    paragraph.align(align).line_spacing(LineSpacing::new().before(before).after(after))
}

fn hand(run: &Run, half_points: usize) -> Hand {
    let mut hand = Hand::new().add_text(printable(&run.text)).size(half_points);
    if run.is_bold {
        hand = hand.bold();
    }
    if run.is_italic {
        hand = hand.italic();
    }
    hand
}

fn side(align: Align) -> AlignmentType {
    match align {
        Align::Left => AlignmentType::Left,
        Align::Centre => AlignmentType::Center,
        Align::Right => AlignmentType::Right,
        Align::Justified => AlignmentType::Both,
    }
}

fn twips(millimetres: u32) -> u32 {
    millimetres * TWIPS / 100
}
