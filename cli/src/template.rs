//! `daylight template`: a form and a profile in, a workbook that a person fills in out; fails where it cannot be written.

use crate::fault::Fault;
use crate::publish::save;
use clap::Args as ClapArgs;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use daylight_core::import::profiles;
use daylight_core::import::template::{Blank, BlankColumn, form_template, languages_of};
use daylight_core::ingest::FORMS;
use daylight_core::ingest::form::{Form, Holds};
use daylight_core::words::Words;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use std::path::PathBuf;
use std::process::ExitCode;

/// Write a spreadsheet to fill in: a sheet for each table of a form, with headers in several languages and a line that explains each.
///
/// What was filled in is read by the studio, and by `check` and `describe`.
#[derive(ClapArgs)]
pub struct Args {
    /// The form.
    #[arg(value_parser = PossibleValuesParser::new(FORMS.map(short_name)).try_map(|name| form_named(&name)))]
    form: &'static Form,
    /// The folder into which it is written.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Whose tiers, units and contacts: a folder of profiles/.
    #[arg(long, value_name = "ID", default_value = "generic", value_parser = read_profile)]
    profile: String,
    /// The languages of the headers; else those of the profile.
    #[arg(long, value_name = "LANG", value_delimiter = ',')]
    lang: Vec<String>,
}

/// A form as it is asked for: what its id says behind the project's name.
fn short_name(form: &Form) -> &'static str {
    form.id.strip_prefix("daylight-").unwrap_or(form.id)
}

fn form_named(name: &str) -> Result<&'static Form, String> {
    FORMS.into_iter().find(|form| short_name(form) == name).ok_or_else(|| name.to_owned())
}

fn read_profile(id: &str) -> Result<String, String> {
    let known: Vec<String> = profiles("en").into_iter().map(|(id, _)| id).collect();
    let is_known = known.iter().any(|known| known == id);
    if is_known {
        Ok(id.to_owned())
    } else {
        Err(format!("there is no profile of this id. Known: {}", known.join(", ")))
    }
}

pub fn run(args: Args) -> ExitCode {
    let languages = if args.lang.is_empty() { languages_of(&args.profile) } else { args.lang };
    let path = args.out.join(format!("{}-{}.xlsx", args.form.id, args.profile));
    let written = workbook(&form_template(args.form, &args.profile, &languages))
        .map_err(|fault| Fault::new(path.display(), "fault.system").with("fault", fault))
        .and_then(|bytes| save(&path, &bytes));
    match written {
        Ok(()) => {
            println!("{}", path.display());
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{}", fault.say(&Words::built_in(languages.first().map_or("en", String::as_str))));
            ExitCode::from(2)
        }
    }
}

/// Rows below the header in which choices and formats hold.
const ROWS: u32 = 2000;
/// Characters that a list of choices may have.
const LONGEST: usize = 250;

fn workbook(sheets: &[Blank]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same words make the same file.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?));
    for blank in sheets {
        let sheet = book.add_worksheet();
        // No sheet's name is longer.
        sheet.set_name(blank.name.chars().take(31).collect::<String>())?;
        write(sheet, blank)?;
    }
    book.save_to_buffer()
}

fn write(sheet: &mut Worksheet, blank: &Blank) -> Result<(), XlsxError> {
    let small = Format::new().set_font_color(Color::RGB(0x0050_5050)).set_text_wrap().set_align(FormatAlign::Top);
    let plain = Format::new().set_font_color(Color::RGB(0x0050_5050));
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00e8_eef5));
    let needed = head.clone().set_background_color(Color::RGB(0x00fc_e8b2));
    let mut row = 0;
    for (at, text) in blank.above.iter().enumerate() {
        sheet.write_with_format(row, 0, text, if at == 0 { &head } else { &plain })?;
        row += 1;
    }
    for (column, blank) in (0..).zip(&blank.columns) {
        if !blank.says.is_empty() {
            sheet.write_with_format(row, column, &blank.says, &small)?;
        }
        sheet.write_with_format(row + 1, column, &blank.header, if blank.required { &needed } else { &head })?;
        let first = row + 2;
        sheet.set_column_width(column, width(blank))?;
        if let Some(format) = format(blank.holds) {
            sheet.set_column_format(column, &format)?;
        }
        if !blank.choices.is_empty() && blank.choices.join(",").chars().count() <= LONGEST {
            let choices = DataValidation::new().allow_list_strings(&blank.choices)?;
            sheet.add_data_validation(first, column, first + ROWS, column, &choices)?;
        }
    }
    if blank.rows.is_empty() {
        sheet.set_row_height(row, 96)?;
    } else {
        sheet.set_column_width(1, 40)?.set_column_width(2, 60)?;
    }
    for (at, (label, says)) in (row + 2..).zip(&blank.rows) {
        sheet.write_with_format(at, 0, label, &head)?;
        sheet.write_with_format(at, 2, says, &small)?;
    }
    sheet.set_freeze_panes(row + 2, 0)?;
    Ok(())
}

/// As wide as what is written there.
fn width(column: &BlankColumn) -> u32 {
    match column.holds {
        Holds::Texts => 28,
        Holds::Count | Holds::Quantity | Holds::Decimal | Holds::Period => 14,
        _ => 20,
    }
}

/// Ids and periods stay texts, days are shown as they are read, and amounts with what is behind the point.
fn format(holds: Holds) -> Option<Format> {
    Some(Format::new().set_num_format(match holds {
        Holds::Id | Holds::Reference(_) | Holds::Period => "@",
        Holds::Day => "yyyy-mm-dd",
        Holds::Amount | Holds::Amounts => "#,##0.00####",
        _ => return None,
    }))
}
