//! What the registry promises of the element is what it takes.

use super::state::ALLOWED;
use crate::registry::{Holds, Widget};

#[test]
fn words_are_those_of_the_registry() {
    let widget = Widget::find("consultation").expect("it is there");
    for attribute in widget.attributes() {
        let allowed = ALLOWED.iter().find(|(name, _)| *name == attribute.name).map(|(_, words)| *words);
        match attribute.holds {
            Holds::OneOf(words) => assert_eq!(allowed, Some(words), "{}", attribute.name),
            Holds::Text(_) => assert_eq!(allowed, None, "{}", attribute.name),
        }
    }
}
