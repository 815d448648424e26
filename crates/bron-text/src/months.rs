//! The names of the months in the languages that pages are written in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Names that stand for a month beside a bare year too (`maart 2019`): Dutch, English, German, French.
const COMMON: [&str; 12] = [
    "januari january januar jänner janvier jan",
    "februari february februar februari février fevrier feb",
    "maart march märz maerz mars mrt mar mär",
    "april avril apr",
    "mei may mai",
    "juni june juin jun",
    "juli july juillet jul",
    "augustus august août aout aug",
    "september septembre sept sep",
    "oktober october octobre okt oct",
    "november novembre nov",
    "december dezember décembre decembre dec dez",
];

/// Names that count only beside a day (`3 de marzo de 2019`): Spanish, Italian, Portuguese, the Nordic languages,
/// Polish, Czech, Turkish, Russian, Ukrainian, Indonesian, Arabic.
const OTHERS: [&str; 12] = [
    "enero gennaio janeiro stycznia leden ledna ocak января січня يناير",
    "febrero febbraio fevereiro lutego února şubat февраля лютого فبراير",
    "marzo março marts marca března mart марта березня maret مارس",
    "abril aprile kwietnia dubna nisan апреля квітня أبريل ابريل",
    "mayo maggio maio maj maja května mayıs мая травня مايو",
    "junio giugno junho czerwca června haziran июня червня يونيو",
    "julio luglio julho lipca července temmuz июля липня يوليو",
    "agosto augusti sierpnia srpna ağustos августа серпня agustus أغسطس",
    "septiembre settembre setembro września září eylül сентября вересня سبتمبر",
    "octubre ottobre outubro października října ekim октября жовтня أكتوبر اكتوبر",
    "noviembre novembro listopada listopadu kasım ноября листопада نوفمبر",
    "diciembre dicembre dezembro desember grudnia prosince aralık декабря грудня desember ديسمبر",
];

/// The common names as alternatives of a pattern, longer ones first.
pub(crate) fn common() -> String {
    alternatives(&[&COMMON])
}

/// All names as alternatives of a pattern, longer ones first.
pub(crate) fn all() -> String {
    alternatives(&[&COMMON, &OTHERS])
}

fn alternatives(tables: &[&[&str; 12]]) -> String {
    let mut names: Vec<&str> =
        tables.iter().flat_map(|table| table.iter()).flat_map(|row| row.split(' ')).collect();
    names.sort_by_key(|name| (std::cmp::Reverse(name.len()), *name));
    names.dedup();
    names.join("|")
}

/// The number of a month from its name, in any case, or its digits.
pub(crate) fn number_of(text: &str) -> Option<i8> {
    static NUMBERS: LazyLock<BTreeMap<String, i8>> = LazyLock::new(|| {
        let rows = [COMMON, OTHERS].into_iter().flat_map(|table| table.into_iter().zip(1_i8..));
        rows.flat_map(|(row, number)| row.split(' ').map(move |name| (name.to_lowercase(), number))).collect()
    });
    text.parse().ok().or_else(|| NUMBERS.get(&text.to_lowercase()).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_one_month() {
        let mut seen: BTreeMap<String, i8> = BTreeMap::new();
        for table in [COMMON, OTHERS] {
            for (row, number) in table.into_iter().zip(1..) {
                for name in row.split(' ') {
                    let known = seen.insert(name.to_lowercase(), number);
                    assert!(known.is_none_or(|known| known == number), "{name}");
                }
            }
        }
        assert_eq!(number_of("MRT"), Some(3));
        assert_eq!(number_of("Août"), Some(8));
        assert_eq!(number_of("zorg"), None);
    }
}
