//! An address as a QR code: a text in, SVG without a size of its own out; nothing where the text is longer than a code holds.

use qrcodegen::{QrCode, QrCodeEcc};

/// The blank edge that the standard (ISO/IEC 18004) asks for, in modules.
const EDGE: i32 = 4;

/// Draws the code, a path of dark modules on white; `label` is what it leads to.
pub fn write(text: &str, label: &str) -> Option<String> {
    // Medium: a sheet hangs in the rain. The code is taken as large as it has to be.
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * EDGE;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + EDGE, y + EDGE));
            }
            x += run.max(1);
        }
    }
    let mut name = String::new();
    daylight_widgets::view::push_escaped(&mut name, label);
    Some(format!(
        "<svg class=\"code\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{name}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn a_code_has_its_edge_and_an_address_too_long_has_none() {
        let drawn = write("https://a.example/", "A \"page\"").expect("a short text");
        assert!(drawn.contains("viewBox=\"0 0 33 33\"") && drawn.contains("&quot;page&quot;"), "{drawn}");
        assert!(drawn.contains("d=\"M4 4h7v1h-7z"), "the first finder pattern begins behind the edge: {drawn}");
        assert_eq!(write(&"long".repeat(1000), ""), None);
    }
}
