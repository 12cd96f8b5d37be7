//! Fiscal periods: dates, eras and labels in, the year of a sum out; a text without a year has none.

/// The year in which a text falls: an ISO or a local date, a year, or a year of an era (`民國103`, with what to add to it).
///
/// A text that is a label of its own (`FY14-15`) has no year here; as a fiscal year it is kept as it stands.
pub fn year_of(text: &str, eras: &[(String, i64)]) -> Option<String> {
    let text = text.trim();
    for (era, before) in eras {
        let Some(rest) = text.strip_prefix(era.as_str()) else { continue };
        let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
        let number = if rest.trim_start().starts_with('元') { 1 } else { digits.parse::<i64>().ok()? };
        return Some((before + number).to_string());
    }
    let mut parts = text.split(|char: char| !char.is_ascii_digit());
    let is_year = |part: &&str| part.len() == 4 && matches!(part.as_bytes()[0], b'1' | b'2');
    parts.find(is_year).map(str::to_owned).or_else(|| compact(text))
}

/// `20140131` as databases write it.
fn compact(text: &str) -> Option<String> {
    let month = text.get(4..6)?.parse::<u8>().ok()?;
    let is_date = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=12).contains(&month);
    is_date.then(|| text[..4].to_owned())
}

#[cfg(test)]
mod tests {
    use super::year_of;

    #[test]
    fn years_stand_in_dates_and_eras() {
        let eras = [("民國".to_owned(), 1911), ("令和".to_owned(), 2018)];
        for (text, year) in [
            ("2014", Some("2014")),
            ("2014-12-31", Some("2014")),
            ("31/12/2014 10:00", Some("2014")),
            ("20140131", Some("2014")),
            ("2014年3月", Some("2014")),
            ("民國103年", Some("2014")),
            ("令和元年", Some("2019")),
            ("令和6年度", Some("2024")),
            ("FY14-15", None),
            ("", None),
        ] {
            assert_eq!(year_of(text, &eras).as_deref(), year, "{text}");
        }
    }
}
