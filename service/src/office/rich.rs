//! Headings, paragraphs and tables in, a document that every word processor opens out (Rich Text Format 1.9); cannot fail.
//!
//! The file is ASCII: every other character is written by its number, so that no word processor guesses an encoding.

/// Builds a document.
pub struct Rich {
    out: String,
}

/// Twentieths of a point across a page of A4 within its margins.
const WIDTH: usize = 9026;

impl Rich {
    /// A document in a language, by its tag.
    pub fn new(lang: &str) -> Self {
        let number = if lang.starts_with("zh") { 2052 } else { 2057 };
        let head = [
            "{\\rtf1\\ansi\\ansicpg1252\\deff0\\uc1{\\fonttbl{\\f0\\fnil SimSun;}{\\f1\\fnil Arial;}}",
            "\\paperw11906\\paperh16838\\margl1440\\margr1440\\margt1440\\margb1440",
        ]
        .concat();
        Self { out: format!("{head}\\deflang{number}\\deflangfe{number}\n") }
    }

    /// A heading: the first level is the largest.
    pub fn heading(&mut self, level: usize, text: &str) {
        let size = [36, 28, 24][level.clamp(1, 3) - 1];
        self.out += &format!("\\pard\\keepn\\sb240\\sa120\\s{level}\\outlinelevel{}\\b\\fs{size} ", level - 1);
        self.text(text);
        self.out += "\\b0\\par\n";
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) {
        self.out += "\\pard\\sa120\\fs22 ";
        self.text(text);
        self.out += "\\par\n";
    }

    /// A row of a table, in columns of so many parts of a hundred.
    pub fn row(&mut self, cells: &[&str], widths: &[usize], is_head: bool) {
        self.out += if is_head { "\\trowd\\trhdr\\trgaph108" } else { "\\trowd\\trgaph108" };
        let mut right = 0;
        for width in widths.iter().take(cells.len()) {
            right += WIDTH * width / 100;
            self.out +=
                "\\clbrdrt\\brdrs\\brdrw10\\clbrdrl\\brdrs\\brdrw10\\clbrdrb\\brdrs\\brdrw10\\clbrdrr\\brdrs\\brdrw10";
            self.out += &format!("\\cellx{right}");
        }
        self.out += "\n";
        for cell in cells.iter().take(widths.len()) {
            self.out += if is_head { "\\pard\\intbl\\b\\fs20 " } else { "\\pard\\intbl\\fs20 " };
            self.text(cell);
            self.out += if is_head { "\\b0\\cell\n" } else { "\\cell\n" };
        }
        self.out += "\\row\n";
    }

    /// The file.
    pub fn finish(mut self) -> String {
        self.out += "}\n";
        self.out
    }

    fn text(&mut self, text: &str) {
        for char in text.chars() {
            match char {
                '\\' | '{' | '}' => self.out.extend(['\\', char]),
                '\n' => self.out += "\\line ",
                '\t' => self.out += "\\tab ",
                ' '..='~' => self.out.push(char),
                char if char.is_control() => {}
                // Numbers are signed and of sixteen bits; a character beyond these is two.
                char => {
                    for unit in char.encode_utf16(&mut [0; 2]) {
                        self.out += &format!("\\u{}?", unit.cast_signed());
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rich;

    #[test]
    fn nothing_that_is_said_is_a_command() {
        let mut rich = Rich::new("zh-Hans");
        rich.heading(1, "修路");
        rich.paragraph("{\\field {\\*\\fldinst DDEAUTO c:\\\\x}}\n😀");
        rich.row(&["a", "b"], &[50, 50], true);
        let text = rich.finish();
        assert!(text.is_ascii());
        assert!(text.contains("\\u20462?\\u-29201?"), "{text}");
        assert!(
            text.contains("\\{\\\\field \\{\\\\*\\\\fldinst DDEAUTO c:\\\\\\\\x\\}\\}\\line \\u-10179?\\u-8704?"),
            "{text}"
        );
        let depth = text
            .replace("\\\\", "")
            .replace("\\{", "")
            .replace("\\}", "")
            .chars()
            .fold(0, |depth, char| depth + i32::from(char == '{') - i32::from(char == '}'));
        assert_eq!(depth, 0);
    }
}
