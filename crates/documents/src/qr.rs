//! A QR code as a PNG picture, which both formats take.

use qrcode::{Color, QrCode};

use crate::RenderError;

/// Pixels of a module.
const SCALE: usize = 8;
/// Modules left white around it (ISO/IEC 18004).
const QUIET: usize = 4;

/// The picture of a QR code.
pub fn png(url: &str) -> Result<Vec<u8>, RenderError> {
    let code = QrCode::new(url).map_err(|error| RenderError::Failed(error.to_string()))?;
    let modules = code.width();
    let colors = code.to_colors();
    let side = (modules + 2 * QUIET) * SCALE;
    let is_dark = |x: usize, y: usize| {
        let (x, y) = ((x / SCALE).checked_sub(QUIET), (y / SCALE).checked_sub(QUIET));
        let (Some(x), Some(y)) = (x, y) else { return false };
        x < modules && y < modules && colors[y * modules + x] == Color::Dark
    };
    let pixels: Vec<u8> =
        (0..side * side).map(|at| if is_dark(at % side, at / side) { 0 } else { 255 }).collect();
    let mut bytes = Vec::new();
    let width = u32::try_from(side).map_err(|error| RenderError::Failed(error.to_string()))?;
    let mut encoder = png::Encoder::new(&mut bytes, width, width);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|error| RenderError::Failed(error.to_string()))?;
    writer.write_image_data(&pixels).map_err(|error| RenderError::Failed(error.to_string()))?;
    writer.finish().map_err(|error| RenderError::Failed(error.to_string()))?;
    Ok(bytes)
}
