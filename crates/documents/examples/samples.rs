//! Writes a document of every form into a folder, to be looked at: `cargo run -p documents --example samples -- folder`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::PathBuf;

use documents::{Format, render};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    let day = time::macros::date!(2021 - 12 - 05);
    for (name, document) in support::all() {
        std::fs::write(folder.join(format!("{name}.pdf")), render(&document, Format::Pdf, day)?)?;
        std::fs::write(folder.join(format!("{name}.docx")), render(&document, Format::Docx, day)?)?;
    }
    Ok(())
}
