//! Rules of consultations that need no package: how far one is on a day, and what becomes of texts and receipts; pure, and shared by
//! the service, the command and the element.

mod stage;

pub use stage::{Stage, Standing, stand};
