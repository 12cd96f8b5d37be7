//! Colours of a picture: a theme and a tone in, a fill and the ink of words on it out.
//!
//! Eight quiet tones, blue and sand in turn, "others" and "below zero". Chosen so that any two differ for readers with and without full colour vision
//! and words on them keep a contrast of 4.5 : 1; tests compute both. Colours carry no meaning of their own.

/// Which set of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark words on a light page.
    #[default]
    Light,
    /// Light words on a dark page.
    Dark,
    /// Black on white with outlines, no tones.
    Contrast,
}

/// Colours as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind the picture.
    pub ground: &'static str,
    /// Of words on the ground.
    pub ink: &'static str,
    /// Of the line between cells.
    pub line: &'static str,
    /// By tone: eight for parts, one for others, one below zero.
    pub fills: [&'static str; 10],
    /// Of words on any fill but the last.
    pub cell_ink: &'static str,
    /// Of words on what is below zero.
    pub negative_ink: &'static str,
}

const LIGHT: Palette = Palette {
    ground: "#ffffff",
    ink: "#1b1b1b",
    line: "#ffffff",
    fills: [
        "#8eb8de", "#f5dfba", "#b0bbc8", "#dcb0a4", "#ace4fd", "#ad9b72", "#8495a8", "#bf8589", "#dedede", "#8c3b2a",
    ],
    cell_ink: "#1b1b1b",
    negative_ink: "#ffffff",
};

const DARK: Palette = Palette {
    ground: "#161616",
    ink: "#f4f4f4",
    line: "#161616",
    fills: [
        "#4d6f98", "#63532b", "#344355", "#856751", "#295076", "#746b67", "#5c6879", "#59372d", "#4a4a4a", "#e09a86",
    ],
    cell_ink: "#f4f4f4",
    negative_ink: "#161616",
};

const CONTRAST: Palette = Palette {
    ground: "#ffffff",
    ink: "#000000",
    line: "#000000",
    fills: [
        "#ffffff", "#ffffff", "#ffffff", "#ffffff", "#ffffff", "#ffffff", "#ffffff", "#ffffff", "#ffffff", "#000000",
    ],
    cell_ink: "#000000",
    negative_ink: "#ffffff",
};

impl Theme {
    /// Its colours.
    pub const fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::Contrast => &CONTRAST,
        }
    }

    /// A theme by its word.
    pub fn from_word(word: &str) -> Option<Self> {
        [("light", Self::Light), ("dark", Self::Dark), ("contrast", Self::Contrast)]
            .into_iter()
            .find(|(known, _)| *known == word)
            .map(|(_, theme)| theme)
    }
}

impl Palette {
    /// The fill of a tone.
    pub fn fill(&self, tone: u8) -> &'static str {
        self.fills[usize::from(tone) % self.fills.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Colour = [f64; 3];

    /// Linear light of `#rrggbb` (IEC 61966-2-1).
    fn linear(hex: &str) -> Colour {
        [1, 3, 5].map(|at| {
            let part = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn times(matrix: [[f64; 3]; 3], colour: Colour) -> Colour {
        matrix.map(|row| row.iter().zip(colour).map(|(a, b)| a * b).sum())
    }

    const TO_XYZ: [[f64; 3]; 3] =
        [[0.412_456, 0.357_576, 0.180_437], [0.212_673, 0.715_152, 0.072_175], [0.019_334, 0.119_192, 0.950_304]];

    /// WCAG 2.2 contrast ratio.
    fn contrast(a: &str, b: &str) -> f64 {
        let [a, b] = [a, b].map(|hex| times(TO_XYZ, linear(hex))[1] + 0.05);
        a.max(b) / a.min(b)
    }

    /// CIE 1976 L*a*b*, D65.
    fn lab(colour: Colour) -> Colour {
        let white = [0.950_47, 1.0, 1.088_83];
        let xyz = times(TO_XYZ, colour.map(|part| part.clamp(0.0, 1.0)));
        let [x, y, z] = std::array::from_fn(|index| {
            let part = xyz[index] / white[index];
            if part > 216.0 / 24389.0 { part.cbrt() } else { (24389.0 / 27.0 * part + 16.0) / 116.0 }
        });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// Full vision; without the long, the middle, the short cones (Machado, Oliveira, Fernandes 2009, severity 1).
    const VISION: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ];

    #[test]
    fn words_are_readable_on_every_tone() {
        for theme in [Theme::Light, Theme::Dark, Theme::Contrast] {
            let palette = theme.palette();
            assert!(contrast(palette.ink, palette.ground) >= 7.0);
            for fill in &palette.fills[..9] {
                assert!(contrast(palette.cell_ink, fill) >= 4.5, "{theme:?} {fill}");
            }
            assert!(contrast(palette.negative_ink, palette.fills[9]) >= 4.5, "{theme:?}");
            assert!(contrast(palette.ground, palette.fills[9]) >= 3.0, "{theme:?}: a bar on the ground");
        }
    }

    #[test]
    fn any_two_tones_differ_for_every_eye() {
        for theme in [Theme::Light, Theme::Dark] {
            for vision in VISION {
                let seen = theme.palette().fills.map(|fill| lab(times(vision, linear(fill))));
                for (index, a) in seen.iter().enumerate() {
                    for (other, b) in seen.iter().enumerate().skip(index + 1) {
                        let apart = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                        assert!(apart >= 11.0, "{theme:?}: tones {index} and {other} are {apart:.1} apart");
                    }
                }
            }
        }
    }

    #[test]
    fn themes_have_words() {
        assert_eq!(Theme::from_word("dark"), Some(Theme::Dark));
        assert_eq!(Theme::from_word("auto"), None);
    }
}
