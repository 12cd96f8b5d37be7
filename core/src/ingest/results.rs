//! The profile "daylight-results": a package and its files in, the records of what came of plans out; what does not fit is told with
//! its place, and nothing of it is left out in silence.

pub use super::resultform::FORM;
