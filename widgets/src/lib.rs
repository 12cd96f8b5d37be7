//! The Daylight elements.
