//! An address as a QR code: a text in, the side of a square and a path of its dark modules out; nothing where the text is longer than
//! a code holds.

use daylight_core::text::digits;
use qrcodegen::{QrCode, QrCodeEcc};

/// The blank edge that the standard (ISO/IEC 18004) asks for, in modules.
const EDGE: usize = 4;

/// A code as it is drawn; both in modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// How wide and how high the square is, its blank edge included.
    pub side: usize,
    /// The dark modules, as the `d` of a path.
    pub path: String,
}

/// The code of a text.
pub fn code(text: &str) -> Option<Code> {
    // Medium: a sheet hangs in the rain. The code is taken as large as it has to be.
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let number = |number: usize| digits(number as u64);
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let run = (x..size).take_while(|x| code.get_module(*x, y)).count();
            if run > 0 {
                let [left, top] = [x, y].map(|at| number(at.unsigned_abs() as usize + EDGE));
                let run = number(run);
                path += &["M", &left, " ", &top, "h", &run, "v1h-", &run, "z"].concat();
            }
            x += run.max(1) as i32;
        }
    }
    Some(Code { side: size.unsigned_abs() as usize + 2 * EDGE, path })
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_code_has_its_edge_and_an_address_too_long_has_none() {
        let drawn = code("https://a.example/").expect("a short text");
        assert_eq!(drawn.side, 33);
        assert!(
            drawn.path.starts_with("M4 4h7v1h-7z"),
            "the first finder pattern begins behind the edge: {}",
            drawn.path
        );
        assert_eq!(code(&"long".repeat(1000)), None);
    }
}
