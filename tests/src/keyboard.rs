//! Keys: names of keys in, W3C key actions out; nothing here calls an element's methods.

use crate::browser::{Browser, done};
use serde_json::json;

/// A key that writes no character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the keys' own names")]
pub enum Key {
    Tab,
    Enter,
    Space,
    Escape,
    Backspace,
    Left,
    Up,
    Right,
    Down,
    Home,
    End,
    Shift,
    Control,
}

impl Key {
    /// The code point the protocol gives it.
    fn code(self) -> char {
        match self {
            Self::Tab => '\u{e004}',
            Self::Enter => '\u{e007}',
            Self::Space => ' ',
            Self::Escape => '\u{e00c}',
            Self::Backspace => '\u{e003}',
            Self::Left => '\u{e012}',
            Self::Up => '\u{e013}',
            Self::Right => '\u{e014}',
            Self::Down => '\u{e015}',
            Self::Home => '\u{e011}',
            Self::End => '\u{e010}',
            Self::Shift => '\u{e008}',
            Self::Control => '\u{e009}',
        }
    }
}

impl Browser {
    /// Presses and releases a key.
    #[track_caller]
    pub fn press(&self, key: Key) {
        self.press_all(&[key.code()]);
    }

    /// Presses a key while another is held down.
    #[track_caller]
    pub fn press_with(&self, held: Key, key: Key) {
        let strokes = json!([
            { "type": "keyDown", "value": held.code() },
            { "type": "keyDown", "value": key.code() },
            { "type": "keyUp", "value": key.code() },
            { "type": "keyUp", "value": held.code() },
        ]);
        self.act(&strokes);
    }

    /// Chooses all of the field that has the focus.
    #[track_caller]
    pub fn select_all(&self) {
        let (held, a) = (Key::Control.code(), 'a');
        self.act(&json!([
            { "type": "keyDown", "value": held },
            { "type": "keyDown", "value": a },
            { "type": "keyUp", "value": a },
            { "type": "keyUp", "value": held },
        ]));
    }

    /// Types a text, character by character.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        self.press_all(&text.chars().collect::<Vec<_>>());
    }

    #[track_caller]
    fn press_all(&self, codes: &[char]) {
        let strokes: Vec<_> = codes
            .iter()
            .flat_map(|code| ["keyDown", "keyUp"].map(|action| json!({ "type": action, "value": code })))
            .collect();
        self.act(&json!(strokes));
    }

    #[track_caller]
    fn act(&self, strokes: &serde_json::Value) {
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        done("keys", self.session().post("/actions", &json!({ "actions": [keyboard] })));
    }
}
