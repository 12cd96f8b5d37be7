//! Figures: a model and a reader's wish in, everything that is to be shown out, placed and worded; cannot fail.
//!
//! One figure, two writers: `svg` writes it as SVG, the widgets draw it as HTML that can be walked. Neither decides anything.

pub mod budget;
pub mod chart;
pub mod consultation;
pub mod csv;
pub mod funds;
pub mod layout;
pub mod linked;
pub mod page;
pub mod palette;
pub mod results;
pub mod svg;
