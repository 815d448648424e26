//! Printed page labels: what stands at the edges of the pages beside the labels that are read.

use super::made::{Pdf, Put, Sheet, lines};
use super::{body, read_pdf};
use bron_documents::Document;

fn labels(document: &Document) -> Vec<&str> {
    document.pages.iter().map(|page| page.label.as_str()).collect()
}

/// Pages of running text, each with these pieces at its edges, and the labels that they must get.
fn check(pages: &[&[(f32, f32, &'static str)]], expected: &[&str]) {
    let sheet = |pieces: &&[(f32, f32, &'static str)]| {
        pieces.iter().fold(body(), |sheet, (x, y, text)| sheet.put(*x, *y, text))
    };
    let document = read_pdf(&Pdf::of(pages.iter().map(sheet).collect()));
    assert_eq!(labels(&document), expected, "{pages:?}");
}

#[test]
fn the_files_own_labels_are_the_labels() {
    let pdf = Pdf {
        labels: "0<</S/r>>2<</S/D>>4<</S/D/P(A-)/St 7>>".into(),
        ..Pdf::of(vec![body(), body(), body(), body(), body()])
    };
    assert_eq!(labels(&read_pdf(&pdf)), ["i", "ii", "1", "2", "A-7"]);
}

#[test]
fn printed_numbers_are_the_labels_and_leave_the_text() {
    let numbers = ["3", "4", "", "6", "7"];
    let mut sheets =
        vec![lines(&["Zorgzame buurten", "Een verkenning van de begrippen in acht kennisbanken"])];
    for number in numbers {
        let sheet = body().put(70.0, 800.0, "Zorgzame buurten | Movisie");
        sheets.push(if number.is_empty() { sheet } else { sheet.put(297.0, 40.0, number) });
    }
    let document = read_pdf(&Pdf::of(sheets));
    // A page without a number has none: its place in the file is told by `page`.
    assert_eq!(labels(&document), ["", "3", "4", "", "6", "7"]);
    for page in &document.pages[1..] {
        assert!(
            page.text.starts_with("In een zorgzame") && page.text.ends_with("zelf willen."),
            "{}",
            page.text
        );
    }
}

#[test]
fn roman_front_matter_is_followed_by_digits() {
    let numbers = ["i", "ii", "iii", "iv", "1", "2", "3"];
    let sheets = numbers.iter().map(|number| body().put(297.0, 40.0, number)).collect();
    assert_eq!(labels(&read_pdf(&Pdf::of(sheets))), numbers);
}

#[test]
fn numbers_beside_words_count_when_enough_pages_are_in_step() {
    let numbers = ["Movisie - pagina 5", "Movisie - pagina 6", "Movisie - pagina 7"];
    let sheets = numbers.iter().map(|number| body().put(297.0, 40.0, number)).collect();
    assert_eq!(labels(&read_pdf(&Pdf::of(sheets))), ["5", "6", "7"]);
    let steps = ["Stap 1", "Stap 2", "Stap 3"];
    let sheets = steps.iter().map(|step| body().put(70.0, 800.0, step)).collect();
    assert_eq!(labels(&read_pdf(&Pdf::of(sheets))), ["", "", ""]);
}

#[test]
fn a_spread_has_two_numbers() {
    let numbers = [("12", "13"), ("14", "15"), ("16", "17")];
    let spread = |(left, right): &(&'static str, &'static str)| Sheet {
        wide: true,
        ..body().put(60.0, 40.0, left).put(1120.0, 40.0, right)
    };
    let document = read_pdf(&Pdf::of(numbers.iter().map(spread).collect()));
    assert_eq!(labels(&document), ["12-13", "14-15", "16-17"]);
}

#[test]
fn labels_that_only_count_pages_yield_to_printed_numbers() {
    let numbers = ["", "1", "2", "3"];
    let sheets: Vec<Sheet> = numbers.iter().map(|number| body().put(297.0, 40.0, number)).collect();
    let pdf = Pdf { labels: "0<</S/D>>".into(), ..Pdf::of(sheets) };
    assert_eq!(labels(&read_pdf(&pdf)), numbers);
    let pdf = Pdf { labels: "0<</S/D>>".into(), ..Pdf::of(vec![body(), body(), body()]) };
    // Many programs write such labels without being asked: that nothing is printed is not changed by them.
    assert_eq!(labels(&read_pdf(&pdf)), ["", "", ""]);
}

#[test]
fn years_in_a_header_are_no_page_numbers() {
    let sheets = (0..4).map(|_| body().put(70.0, 800.0, "2024")).collect();
    assert_eq!(labels(&read_pdf(&Pdf::of(sheets))), ["", "", "", ""]);
}

#[test]
fn numbers_of_facing_pages_stand_left_and_right() {
    check(
        &[&[(60.0, 40.0, "2")], &[(530.0, 40.0, "3")], &[(60.0, 40.0, "4")], &[(530.0, 40.0, "5")]],
        &["2", "3", "4", "5"],
    );
    check(
        &[
            &[(60.0, 800.0, "12 Zorgzame buurten")],
            &[(400.0, 800.0, "Wat werkt in de wijk 13")],
            &[(60.0, 800.0, "14 Zorgzame buurten")],
            &[(400.0, 800.0, "Wat werkt in de wijk 15")],
            &[(60.0, 800.0, "16 Zorgzame buurten")],
            &[(400.0, 800.0, "Wat werkt in de wijk 17")],
        ],
        &["12", "13", "14", "15", "16", "17"],
    );
}

#[test]
fn numbers_in_the_outer_margin_are_found() {
    check(
        &[&[(20.0, 420.0, "6")], &[(570.0, 420.0, "7")], &[(20.0, 420.0, "8")], &[(570.0, 420.0, "9")]],
        &["6", "7", "8", "9"],
    );
}

#[test]
fn numbering_by_chapter_keeps_the_chapter() {
    check(
        &[
            &[(297.0, 40.0, "1-1")],
            &[(297.0, 40.0, "1-2")],
            &[(297.0, 40.0, "2-1")],
            &[(297.0, 40.0, "2-2")],
            &[(297.0, 40.0, "A-1")],
            &[(297.0, 40.0, "A-2")],
        ],
        &["1-1", "1-2", "2-1", "2-2", "A-1", "A-2"],
    );
}

#[test]
fn what_else_is_counted_or_dated_at_the_edges_is_no_page_number() {
    check(
        &[
            &[(70.0, 40.0, "Tabel 1"), (500.0, 40.0, "2019"), (297.0, 800.0, "8")],
            &[(70.0, 40.0, "Tabel 2"), (500.0, 40.0, "2019"), (297.0, 800.0, "9")],
            &[(70.0, 40.0, "Tabel 3"), (500.0, 40.0, "2019"), (297.0, 800.0, "10")],
        ],
        &["8", "9", "10"],
    );
    // The columns of a table that runs over the pages.
    let heads: &[(f32, f32, &str)] =
        &[(100.0, 790.0, "1"), (200.0, 790.0, "2"), (300.0, 790.0, "3"), (400.0, 790.0, "4")];
    check(&[heads, heads, heads, heads], &["", "", "", ""]);
    check(&[&[(70.0, 40.0, "1")], &[(297.0, 600.0, "7")], &[(70.0, 40.0, "12")]], &["", "", ""]);
}

#[test]
fn two_pages_are_enough_where_the_numbers_say_so() {
    check(&[&[], &[(450.0, 800.0, "Pagina 2/3")], &[(450.0, 800.0, "Pagina 3/3")]], &["", "2", "3"]);
    check(&[&[(450.0, 40.0, "Pagina 1 van 1")]], &["1"]);
    check(&[&[(297.0, 40.0, "5")], &[(297.0, 40.0, "6")], &[], &[]], &["5", "6", "", ""]);
    check(&[&[(297.0, 40.0, "5")], &[(200.0, 90.0, "6")], &[], &[]], &["", "", "", ""]);
}

#[test]
fn a_rare_number_counts_where_the_files_own_label_says_the_same() {
    let sheets: Vec<Sheet> = (1..=9)
        .map(|page| match page {
            3 => body().put(297.0, 40.0, "3"),
            9 => body().put(297.0, 40.0, "9"),
            _ => body(),
        })
        .collect();
    let pdf = Pdf { labels: "0<</S/D>>".into(), ..Pdf::of(sheets) };
    assert_eq!(labels(&read_pdf(&pdf)), ["", "", "3", "", "", "", "", "", "9"]);
}

#[test]
fn the_files_own_labels_yield_where_the_pages_say_otherwise() {
    let sheets = ["7", "8", "9", "10"].iter().map(|number| body().put(297.0, 40.0, number)).collect();
    let pdf = Pdf { labels: "0<</S/D/P(binnenwerk_)>>".into(), ..Pdf::of(sheets) };
    assert_eq!(labels(&read_pdf(&pdf)), ["7", "8", "9", "10"]);
}

#[test]
fn the_page_after_the_spreads_is_half_of_one() {
    let spread = |left, right| Sheet { wide: true, ..body().put(60.0, 40.0, left).put(1120.0, 40.0, right) };
    let sheets = vec![
        body(),
        spread("2", "3"),
        spread("4", "5"),
        // A photograph over the right page hides its number.
        Sheet { wide: true, ..body().put(60.0, 40.0, "6") },
        spread("8", "9"),
        spread("10", "11"),
        spread("12", "13"),
        body().put(60.0, 40.0, "14"),
    ];
    let expected = ["", "2-3", "4-5", "6-7", "8-9", "10-11", "12-13", "14"];
    assert_eq!(labels(&read_pdf(&Pdf::of(sheets))), expected);
}

#[test]
fn a_page_across_is_read_upright_with_its_number() {
    // The same page, once written upwards on an upright sheet and once on one that is shown turned.
    let across = |number, rotate| Sheet {
        upwards: vec![
            Put(95.0, 70.0, 11.0, "Een zorgzame buurt is een buurt waarin bewoners naar elkaar omzien en"),
            Put(109.0, 70.0, 11.0, "elkaar helpen waar dat nodig is."),
            Put(560.0, 410.0, 9.0, number),
        ],
        rotate,
        ..Sheet::default()
    };
    let plain = |number| body().put(297.0, 35.0, number);
    for rotate in [0, 90] {
        let sheets =
            vec![plain("1"), plain("2"), across("3", rotate), across("4", rotate), plain("5"), plain("6")];
        let document = read_pdf(&Pdf::of(sheets));
        assert_eq!(labels(&document), ["1", "2", "3", "4", "5", "6"], "{rotate}");
        assert_eq!(
            document.pages[2].text,
            "Een zorgzame buurt is een buurt waarin bewoners naar elkaar omzien en\nelkaar helpen waar dat nodig is.",
            "{rotate}"
        );
    }
    // The number of an upright footer on a page whose table stands across.
    let footed = |number| Sheet { text: vec![Put(297.0, 35.0, 9.0, number)], ..across("", 0) };
    let sheets = vec![plain("1"), plain("2"), plain("3"), footed("4"), plain("5"), plain("6")];
    assert_eq!(labels(&read_pdf(&Pdf::of(sheets))), ["1", "2", "3", "4", "5", "6"]);
}
