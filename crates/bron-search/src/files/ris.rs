//! The records of a RIS list.

use super::{Record, Records, address, is_path, is_web, refuse_nameless};
use crate::page::squeezed;
use bron_text::{Ris, RisRecord};
use std::collections::BTreeMap;

/// Tags that are read: titles, authors, dates, addresses, kind, abstract, keywords and numbers.
const USED: [&str; 27] = [
    "TY", "TI", "T1", "BT", "CT", "ST", "AU", "A1", "A2", "A3", "A4", "ED", "PY", "Y1", "DA", "UR", "LK",
    "L1", "L2", "L3", "L4", "M3", "AB", "N2", "KW", "DO", "SN",
];
/// In this order an address is looked for.
const LINKS: [&str; 6] = ["UR", "LK", "L1", "L2", "L3", "L4"];

/// The records, with a remark on tags and lines that nobody reads.
pub(super) fn records(text: &str) -> Records {
    let ris = Ris::of_text(text);
    if ris.records.is_empty() && !text.trim().is_empty() {
        return Err("line 1: no RIS record (each begins with `TY  - `)".to_owned());
    }
    let records: Vec<Record> = ris.records.iter().map(record).collect();
    refuse_nameless(&records)?;
    Ok((records, remarks(&ris)))
}

fn record(ris: &RisRecord) -> Record {
    let links: Vec<&str> = LINKS.iter().flat_map(|tag| ris.all(tag)).flat_map(str::lines).collect();
    let web = links.iter().map(|link| address(link)).find(|link| is_web(link));
    let file = links.iter().map(|link| link.trim()).find(|link| is_path(link));
    let doi =
        [ris.first(&["DO"])].into_iter().chain(web.iter().filter(|url| url.contains("doi.org/")).cloned());
    Record {
        title: squeezed(&ris.first(&["TI", "T1", "CT", "BT", "ST"])),
        authors: authors(ris),
        date: date(ris),
        file: file.map(str::to_owned).unwrap_or_default(),
        url: web.clone().unwrap_or_default(),
        kind: kind(ris),
        terms: String::new(),
        summary: joined(ris, &["AB", "N2"], " "),
        keywords: ris.all("KW").flat_map(str::lines).map(squeezed).collect::<Vec<_>>().join("; "),
        doi: doi.map(|doi| bare_doi(&doi)).find(|doi| !doi.is_empty()).unwrap_or_default(),
        isbn: ris.all("SN").flat_map(str::lines).map(squeezed).collect::<Vec<_>>().join("; "),
        line: ris.line,
    }
}

/// The authors as they stand there; where there is none, the editors.
fn authors(ris: &RisRecord) -> String {
    let of = |tags: &[&str]| -> Vec<String> {
        let fields = ris.fields.iter().filter(|field| tags.contains(&field.tag.as_str()));
        fields.flat_map(|field| field.value.lines()).map(squeezed).filter(|name| !name.is_empty()).collect()
    };
    let authors = of(&["AU", "A1"]);
    let authors = if authors.is_empty() { of(&["A2", "A3", "A4", "ED"]) } else { authors };
    authors.join("; ")
}

/// The date as precisely as a tag has it: `2024/05/01/` as `2024-05-01`, `2024///` as `2024`; what is no such date, as it stands.
fn date(ris: &RisRecord) -> String {
    let dates: Vec<String> =
        ["PY", "Y1", "DA"].iter().flat_map(|tag| ris.all(tag)).map(numeric_date).collect();
    let Some(first) = dates.first() else { return String::new() };
    // Another tag that begins with the same and goes on knows more.
    let longer = dates.iter().filter(|date| date.starts_with(first.as_str())).max_by_key(|date| date.len());
    longer.unwrap_or(first).clone()
}

fn numeric_date(text: &str) -> String {
    let text = squeezed(text);
    let parts: Vec<&str> = text.split(['/', '-']).map(str::trim).collect();
    let is_number = |part: &&&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let numbers: Vec<&str> = parts.iter().take_while(is_number).copied().collect();
    let rest = parts.iter().skip(numbers.len()).all(|part| part.is_empty());
    match numbers.as_slice() {
        [year, more @ ..] if year.len() == 4 && more.len() < 3 && rest => {
            let more = more.iter().map(|part| format!("-{part:0>2}"));
            std::iter::once((*year).to_owned()).chain(more).collect()
        }
        _ => text,
    }
}

/// What the list calls it: the type of work, else what its type stands for.
fn kind(ris: &RisRecord) -> String {
    let told = squeezed(&ris.first(&["M3"]));
    if !told.is_empty() && bare_doi(&told).is_empty() {
        return told;
    }
    let code = ris.first(&["TY"]);
    let word = match code.as_str() {
        "RPRT" => "Report",
        "JOUR" | "EJOUR" => "Journal Article",
        "MGZN" => "Magazine Article",
        "NEWS" => "Newspaper",
        "BOOK" | "EBOOK" | "EDBOOK" => "Book",
        "CHAP" | "ECHAP" => "Book Chapter",
        "THES" => "Thesis/Dissertation",
        "CONF" | "CPAPER" => "Conference Proceeding",
        "ELEC" => "Electronic Citation",
        "BLOG" => "Blog",
        "GOVDOC" => "Government Document",
        "PAMP" => "Pamphlet",
        "UNPB" => "Unpublished Work",
        "GEN" => "Generic",
        other => other,
    };
    word.to_owned()
}

fn joined(ris: &RisRecord, tags: &[&str], between: &str) -> String {
    let tag = tags.iter().find(|tag| ris.all(tag).next().is_some());
    tag.map(|tag| ris.all(tag).map(squeezed).collect::<Vec<_>>().join(between)).unwrap_or_default()
}

/// A DOI in small letters without what stands before it; empty where it is none.
pub(super) fn bare_doi(text: &str) -> String {
    let word =
        text.split_whitespace().find(|word| word.contains("10.") && word.contains('/')).unwrap_or_default();
    let at =
        word.match_indices("10.").map(|(at, _)| at).find(|at| !word[..*at].ends_with(char::is_alphanumeric));
    at.map(|at| word[at..].to_ascii_lowercase()).unwrap_or_default()
}

fn remarks(ris: &Ris) -> Vec<String> {
    let mut unused: BTreeMap<&str, u64> = BTreeMap::new();
    for field in ris.records.iter().flat_map(|record| &record.fields) {
        if !field.value.is_empty() && !USED.contains(&field.tag.as_str()) {
            unused.entry(&field.tag).or_insert(field.line);
        }
    }
    let mut remarks = Vec::new();
    if !unused.is_empty() {
        let told = unused.iter().map(|(tag, line)| format!("{tag} (line {line})"));
        remarks.push(format!("tags not used: {}", told.collect::<Vec<_>>().join(", ")));
    }
    if let Some((line, text)) = ris.stray.first() {
        let text: String = text.chars().take(40).collect();
        remarks.push(format!(
            "{} lines stand in no record, the first on line {line}: `{text}`",
            ris.stray.len()
        ));
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_precise_as_its_tags() {
        for (lines, date) in [
            ("PY  - 2018\nDA  - 2018/05/01/", "2018-05-01"),
            ("PY  - 2024\nDA  - 2024///\nY1  - 2024///", "2024"),
            ("DA  - 2024/5//", "2024-05"),
            ("PY  - 2018\nDA  - mei 2019", "2018"),
            ("DA  - mei 2019", "mei 2019"),
            ("Y1  - 2024-06-24", "2024-06-24"),
            ("TI  - x", ""),
        ] {
            let ris = Ris::of_text(&format!("TY  - RPRT\n{lines}\nER  - \n"));
            assert_eq!(super::date(&ris.records[0]), date, "{lines}");
        }
    }

    #[test]
    fn an_organisation_with_an_and_in_its_name_is_one_author() {
        let ris = Ris::of_text(
            "TY  - RPRT\nAU  - Volksgezondheid & Welzijn and Sport\nA1  - Wit, A.\nA2  - Red, B.\nER  - \n",
        );
        assert_eq!(authors(&ris.records[0]), "Volksgezondheid & Welzijn and Sport; Wit, A.");
        let ris = Ris::of_text("TY  - CHAP\nA2  - Red, B.\nER  - \n");
        assert_eq!(authors(&ris.records[0]), "Red, B.");
    }

    #[test]
    fn a_doi_is_read_however_it_is_written() {
        for (text, doi) in [
            ("10.1234/ZB.12", "10.1234/zb.12"),
            ("doi: 10.1234/zb", "10.1234/zb"),
            ("https://doi.org/10.1234/zb", "10.1234/zb"),
            ("2010.5/x", ""),
            ("geen", ""),
        ] {
            assert_eq!(bare_doi(text), doi);
        }
    }
}
