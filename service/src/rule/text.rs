//! What somebody typed in, plain text as it is kept out; cannot fail.
//!
//! Characters that nobody sees, and those that turn the direction of what follows, are left out: a text reads as it is.

/// Plain text: lines end with LF, and no control, zero-width or direction character is in it; no blanks around it.
pub fn clean(typed: &str) -> String {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines.chars().filter(|char| *char == '\n' || *char == '\t' || !is_unseen(*char)).collect();
    kept.trim().to_owned()
}

fn is_unseen(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_nobody_sees_is_left_out() {
        assert_eq!(clean(" a\0b\u{200b}c\u{202e}d\r\ne\rf\t1 \n"), "abcd\ne\nf\t1");
        assert_eq!(clean("\u{feff}\u{2066}"), "");
    }
}
