//! An address as a QR code on paper: a text in, SVG without a size of its own out; nothing where the text is longer than a code
//! holds.

use daylight_widgets::view::{Code, code, push_escaped};

/// Draws the code, a path of dark modules on white; `label` is what it leads to.
pub fn write(text: &str, label: &str) -> Option<String> {
    let Code { side, path } = code(text)?;
    let mut name = String::new();
    push_escaped(&mut name, label);
    Some(format!(
        "<svg class=\"code\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{name}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn a_code_says_what_it_leads_to() {
        let drawn = write("https://a.example/", "A \"page\"").expect("a short text");
        assert!(drawn.contains("viewBox=\"0 0 33 33\"") && drawn.contains("&quot;page&quot;"), "{drawn}");
    }
}
