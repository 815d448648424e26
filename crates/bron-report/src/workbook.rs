//! A sheet as XLSX, with drop-downs, a locked head and the words of the criteria beside it.
//!
//! Nothing from the data is ever a formula: every cell is written as text. The only formulas are the ranges of the drop-downs.

use crate::Error;
use crate::column::Column;
use crate::sheet::{Row, Sheet, criteria_in, reason_words, reasons_of};
use crate::words::{self, say};
use bron_model::{Criterion, Language, Screened, Verdict};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, ProtectionOptions, Url, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

/// Excel opens no more rows.
const MOST_ROWS: usize = 1_048_575;
/// Excel takes no more links on a sheet, and no longer ones; what is beyond stays text.
const MOST_LINKS: usize = 65_000;
const LONGEST_LINK: usize = 2_000;
/// The second sheet has this name in both languages.
const CRITERIA: &str = "Criteria";
/// Where the words of a reason stand on it.
const REASON_COLUMN: char = 'C';

impl Sheet {
    /// The bytes of the workbook. The same sheet gives the same bytes: its clock is the one of the harvest.
    pub fn workbook(&self) -> Result<Vec<u8>, Error> {
        if self.rows.len() > MOST_ROWS {
            return Err(Error::TooLong(self.rows.len()));
        }
        let mut workbook = Workbook::new();
        workbook.set_properties(
            &DocProperties::new().set_title(&self.about.title).set_creation_datetime(&self.clock()?),
        );
        let looks = Looks::new();
        let mut told = Worksheet::new();
        let reasons = self.tell(&mut told, &looks)?;
        let table = workbook.add_worksheet();
        self.table(table, &looks)?;
        self.drop_downs(table, &reasons)?;
        workbook.push_worksheet(told);
        Ok(workbook.save_to_buffer()?)
    }

    /// The day of the harvest, so that no clock reaches the bytes; the first day of 2000 where it is not known.
    fn clock(&self) -> Result<ExcelDateTime, XlsxError> {
        let harvest: Option<jiff::civil::Date> =
            self.about.harvest.get(..10).and_then(|day| day.parse().ok());
        let day = harvest.unwrap_or(jiff::civil::Date::constant(2000, 1, 1));
        ExcelDateTime::from_ymd(
            day.year().unsigned_abs(),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
        )
    }

    fn table(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
        sheet.set_name(self.kind.tab(self.language))?;
        let columns = self.kind.columns();
        for (at, column) in (0u16..).zip(columns.iter().copied()) {
            sheet.write_string_with_format(0, at, column.name(self.language), &looks.head)?;
            sheet.set_column_width(at, f64::from(column.width()))?;
        }
        let mut links = 0;
        for (line, row) in (1u32..).zip(&self.rows) {
            for (at, column) in (0u16..).zip(columns.iter().copied()) {
                let (text, look) =
                    (row.cell(column), if column.is_open() { &looks.open } else { &looks.shut });
                if text.is_empty() {
                    sheet.write_blank(line, at, look)?;
                } else if column == Column::Link && is_link(text) && links < MOST_LINKS {
                    links += 1;
                    sheet.write_url_with_options(line, at, Url::new(text), text, "", Some(&looks.link))?;
                } else {
                    sheet.write_string_with_format(line, at, text, look)?;
                }
            }
        }
        let last_column = columns.len() as u16 - 1;
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofilter(0, 0, self.rows.len() as u32, last_column)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        // Without a password: it keeps from mistakes, and whoever wants to can take it off.
        sheet.protect_with_options(&ProtectionOptions {
            format_cells: true,
            format_columns: true,
            format_rows: true,
            use_autofilter: true,
            sort: true,
            ..ProtectionOptions::default()
        });
        Ok(())
    }

    /// What a reviewer can choose from, and the help beside a cell.
    fn drop_downs(
        &self,
        sheet: &mut Worksheet,
        reasons: &BTreeMap<Criterion, (u32, u32)>,
    ) -> Result<(), XlsxError> {
        let Some(last) = (self.rows.len() as u32).checked_sub(1).map(|last| last + 1) else { return Ok(()) };
        let verdicts = Verdict::ALL.iter().map(|verdict| words::verdict(*verdict, self.language));
        let verdicts: Vec<&str> = verdicts.collect();
        let looked = Screened::ALL.iter().map(|screened| words::screened(*screened, self.language));
        let looked: Vec<&str> = looked.collect();
        for (at, column) in (0u16..).zip(self.kind.columns().iter().copied()) {
            let whole = match column {
                Column::Verdict | Column::Decision => self.helped(column)?.allow_list_strings(&verdicts)?,
                Column::LookedAt => self.helped(column)?.allow_list_strings(&looked)?,
                Column::Words | Column::Note => self.helped(column)?.allow_any_value(),
                Column::Reason => {
                    self.reasons(sheet, at, reasons)?;
                    continue;
                }
                _ => continue,
            };
            sheet.add_data_validation(1, at, last, at, &whole)?;
        }
        Ok(())
    }

    /// The reasons that each row can be given, in the column `at`.
    fn reasons(
        &self,
        sheet: &mut Worksheet,
        at: u16,
        reasons: &BTreeMap<Criterion, (u32, u32)>,
    ) -> Result<(), XlsxError> {
        for (criterion, from, to) in stretches(&self.rows) {
            let list = match reasons.get(&criterion) {
                Some((first, last)) => {
                    let range = format!("={CRITERIA}!${REASON_COLUMN}${first}:${REASON_COLUMN}${last}");
                    self.helped(Column::Reason)?.allow_list_formula(Formula::new(range))
                }
                None => self.helped(Column::Reason)?.allow_any_value(),
            };
            sheet.add_data_validation(from, at, to, at, &list)?;
        }
        Ok(())
    }

    fn helped(&self, column: Column) -> Result<DataValidation, XlsxError> {
        let wrong = say(self.language, "Kies uit de lijst.", "Choose from the list.");
        DataValidation::new()
            .set_input_title(column.name(self.language))?
            .set_input_message(column.help(self.language))?
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_message(wrong)
    }

    /// The second sheet: what the columns are, the criteria, the reasons. Gives the lines (from 1) of each criterion's reasons.
    fn tell(
        &self,
        sheet: &mut Worksheet,
        looks: &Looks,
    ) -> Result<BTreeMap<Criterion, (u32, u32)>, XlsxError> {
        let language = self.language;
        sheet.set_name(CRITERIA)?;
        for (at, width) in (0u16..).zip([14.0, 14.0, 90.0, 24.0]) {
            sheet.set_column_width(at, width)?;
        }
        let mut lines = Lines { sheet, looks, next: 0 };
        let about = &self.about;
        lines.head(&[&about.title])?;
        let version = &self.criteria.version;
        lines.plain(&[
            "",
            "",
            &match language {
                Language::Nl => format!("Run {}, geoogst {}; criteria {version}.", about.run, about.harvest),
                Language::En => {
                    format!("Run {}, harvested {}; criteria {version}.", about.run, about.harvest)
                }
            },
        ])?;
        let left_out = self.left_out.told(language);
        if !left_out.is_empty() {
            lines.plain(&[
                "",
                "",
                &say(language, format!("Niet erin: {left_out}."), format!("Not in it: {left_out}.")),
            ])?;
        }
        lines.next += 1;
        lines.head(&[&say(language, "kolom", "column"), &say(language, "invullen?", "fill in?"), ""])?;
        let fill_in = say(language, "ja", "yes");
        for column in self.kind.columns() {
            let open = if column.is_open() { fill_in.as_str() } else { "" };
            lines.plain(&[&column.name(language), open, column.help(language)])?;
        }
        lines.next += 1;
        lines.head(&[&say(language, "criterium", "criterion"), "", &say(language, "tekst", "text")])?;
        for text in &self.criteria.criterion {
            let words = if language == Language::Nl { &text.nl } else { &text.en };
            lines.plain(&[text.id.as_str(), "", words])?;
        }
        lines.next += 1;
        lines.head(&[
            &say(language, "criterium", "criterion"),
            &say(language, "oordeel", "verdict"),
            &say(language, "reden", "reason"),
            "code",
        ])?;
        let mut places = BTreeMap::new();
        for criterion in criteria_in(&self.rows) {
            let first = lines.next + 1;
            for reason in reasons_of(&self.criteria, criterion) {
                let verdict = words::verdict(reason.verdict, language);
                lines.plain(&[criterion.as_str(), verdict, reason_words(reason, language), &reason.code])?;
            }
            if lines.next >= first {
                places.insert(criterion, (first, lines.next));
            }
        }
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        Ok(places)
    }
}

/// Stretches of rows on one criterion: first and last line, from 0 with the header on line 0.
fn stretches(rows: &[Row]) -> Vec<(Criterion, u32, u32)> {
    let mut stretches: Vec<(Criterion, u32, u32)> = Vec::new();
    for (line, row) in (1u32..).zip(rows) {
        match stretches.last_mut() {
            Some((criterion, _, to)) if *criterion == row.criterion => *to = line,
            _ => stretches.push((row.criterion, line, line)),
        }
    }
    stretches
}

/// Whether an address may become a link: a web page, and short enough.
fn is_link(text: &str) -> bool {
    let is_web = ["http://", "https://"].iter().any(|begin| text.starts_with(begin));
    is_web
        && text.chars().count() <= LONGEST_LINK
        && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// Lines written one after the other.
struct Lines<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    /// The next line, from 0.
    next: u32,
}

impl Lines<'_> {
    fn head(&mut self, cells: &[&str]) -> Result<(), XlsxError> {
        let look = &self.looks.head;
        self.write(cells, look)
    }

    fn plain(&mut self, cells: &[&str]) -> Result<(), XlsxError> {
        let look = &self.looks.told;
        self.write(cells, look)
    }

    fn write(&mut self, cells: &[&str], look: &Format) -> Result<(), XlsxError> {
        for (at, text) in (0u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            self.sheet.write_string_with_format(self.next, at, *text, look)?;
        }
        self.next += 1;
        Ok(())
    }
}

/// How cells look.
struct Looks {
    head: Format,
    /// What a reviewer fills in.
    open: Format,
    /// What is locked.
    shut: Format,
    link: Format,
    told: Format,
}

impl Looks {
    fn new() -> Self {
        let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
        Self {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_border_bottom(FormatBorder::Thin)
                .set_num_format("@"),
            open: text
                .clone()
                .set_unlocked()
                .set_background_color(Color::RGB(0x00FF_F8DC))
                .set_border(FormatBorder::Hair),
            shut: text.clone(),
            link: text.clone().set_font_color(Color::RGB(0x0005_63C1)),
            told: Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@"),
        }
    }
}
