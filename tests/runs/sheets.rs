//! Judging in a spreadsheet: what is filled in becomes judgements, exactly, or nothing at all.

use crate::world::{Answer, World, rows};
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

const FILE: &str = "output/demo/judgements/AB.test.jsonl";

/// A sheet as a person sees it.
struct Table {
    header: Vec<String>,
    rows: Vec<Row>,
}

impl Table {
    fn made(world: &World, name: &str, more: &[&str]) -> Self {
        let out = format!("{name}.xlsx");
        let sheet =
            world.bron(&[&["judge", "sheet", "demo", "--reviewer", "AB", "--out", &out], more].concat());
        assert_eq!(sheet.code, 0, "{}", sheet.err);
        let path = world.path(&format!("{name}.csv"));
        let header =
            csv::Reader::from_path(&path).unwrap().headers().unwrap().iter().map(str::to_owned).collect();
        Self { header, rows: rows(&path) }
    }

    /// The first row on a criterion that is not filled in.
    fn open(&mut self, criterion: &str) -> &mut Row {
        let row = self.rows.iter_mut().find(|row| row["criterium"] == criterion && row["oordeel"].is_empty());
        row.unwrap_or_else(|| panic!("no open row on {criterion}"))
    }

    fn fill(&mut self, criterion: &str, cells: &[(&str, &str)]) -> Row {
        let row = self.open(criterion);
        for (column, text) in cells {
            let cell = row.get_mut(*column).unwrap_or_else(|| panic!("no column {column}"));
            (*text).clone_into(cell);
        }
        row.clone()
    }

    /// As a program saves it: with this delimiter, these columns in this order.
    fn saved(&self, delimiter: u8, header: &[&str]) -> String {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        writer.write_record(header).unwrap();
        for row in &self.rows {
            writer.write_record(header.iter().map(|name| row.get(*name).map_or("", String::as_str))).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    fn columns(&self) -> Vec<&str> {
        self.header.iter().map(String::as_str).collect()
    }
}

fn import(world: &World, file: &str, more: &[&str]) -> Answer {
    let on = ["judge", "import", file, "--reviewer", "AB", "--run", "demo", "--device", "test"];
    world.bron(&[&on[..], more].concat())
}

#[test]
fn a_sheet_holds_the_queue_and_is_never_written_over() {
    let world = World::demo();
    let table = Table::made(&world, "een", &[]);
    let own_work: Vec<String> = world
        .table("3-retrieval/publications.csv")
        .into_iter()
        .filter(|row| row["flags"].contains("own-work"))
        .map(|row| row["publication"].clone())
        .collect();
    let key =
        |row: &Row, publication: &str, criterion: &str| (row[publication].clone(), row[criterion].clone());
    let queue: Vec<_> = world
        .table("5-eligibility/to-judge.csv")
        .iter()
        .filter(|row| !own_work.contains(&row["publication"]))
        .map(|row| key(row, "publication", "criterion"))
        .collect();
    let found: Vec<_> = table.rows.iter().map(|row| key(row, "publicatie", "criterium")).collect();
    assert_eq!(found, queue);
    assert!(found.len() > 100);

    // The same bytes again, under another name; the first is refused.
    Table::made(&world, "twee", &[]);
    for ending in ["xlsx", "csv"] {
        let bytes = |name: &str| std::fs::read(world.path(&format!("{name}.{ending}"))).unwrap();
        assert!(bytes("een") == bytes("twee"), "{ending}");
    }
    let again = world.bron(&["judge", "sheet", "demo", "--reviewer", "AB", "--out", "een.xlsx"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("may be filled in"), "{}", again.err);

    // A term: its pairs, and the criteria on their publications.
    let few = Table::made(&world, "drie", &["--term", "zorgzame-buurten"]);
    assert!(!few.rows.is_empty() && few.rows.len() < table.rows.len());
    assert!(few.rows.iter().all(|row| row["term"].is_empty() || row["term"] == "Zorgzame buurten"));
    let none = world.bron(&["judge", "sheet", "demo", "--reviewer", "AB", "--term", "samenzorgen"]);
    assert!(none.err.contains("was not searched"), "{}", none.err);

    // In English.
    let english = world.bron(&["--lang", "en", "judge", "sheet", "demo", "--reviewer", "AB"]);
    assert_eq!(english.code, 0, "{}", english.err);
    assert!(world.read("judgements-demo-AB.csv").starts_with("id,reviewer,publication,"));
}

#[test]
fn what_is_filled_in_is_kept_and_a_changed_mind_supersedes() {
    let world = World::demo();
    let mut table = Table::made(&world, "blad", &[]);
    let pages = world.bron(&["text", "demo", &table.open("E1b")["publicatie"].clone()]);
    assert_eq!(pages.code, 0, "{}", pages.err);
    let quote = table.open("E1b")["citaat"].clone();
    let words = quote.split_whitespace().take(4).collect::<Vec<_>>().join("  \n");
    let filled = table.fill(
        "E1b",
        &[
            ("oordeel", "In"),
            ("reden", "definitie"),
            ("woorden", &words),
            ("opmerking", "=kijk, \"hier\"\nnog eens"),
        ],
    );
    table.fill("E2", &[("oordeel", "uit"), ("reden", "other-domain"), ("bekeken", "samenvatting")]);
    table.fill("E3", &[("oordeel", "onduidelijk")]);
    world.write("vol.csv", &table.saved(b',', &table.columns()));

    let trial = import(&world, "vol.csv", &["--dry-run"]);
    assert_eq!(trial.code, 0, "{}", trial.err);
    assert!(trial.out.contains("3 nieuw") && trial.out.contains("proef"), "{}", trial.out);
    assert_eq!(world.judgements("AB.test"), Vec::<serde_json::Value>::new());

    let done = import(&world, "vol.csv", &[]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("3 oordelen bewaard"), "{}", done.out);
    let kept = world.judgements("AB.test");
    let says = |number: usize| kept[number]["given"]["says"].clone();
    let verdicts: Vec<_> =
        (0..3).map(|n| (says(n)["criterion"].clone(), says(n)["verdict"].clone())).collect();
    let mut expected =
        [("E1b", "include"), ("E2", "exclude"), ("E3", "unclear")].map(|(c, v)| (c.into(), v.into()));
    // The order is that of the file.
    let place = |criterion: &serde_json::Value| {
        table.rows.iter().position(|row| row["criterium"] == *criterion && !row["oordeel"].is_empty())
    };
    expected.sort_by_key(|(criterion, _)| place(criterion));
    assert_eq!(verdicts, expected);
    let on_e1b = kept.iter().find(|line| line["given"]["says"]["criterion"] == "E1b").unwrap();
    assert_eq!(on_e1b["given"]["publication"], filled["publicatie"]);
    assert_eq!(on_e1b["given"]["origin"], "sheet");
    assert_eq!(on_e1b["given"]["note"], "=kijk, \"hier\"\nnog eens");
    assert_eq!(on_e1b["given"]["says"]["reason"], "definition");
    let evidence = on_e1b["given"]["says"]["evidence"][0]["quote"].as_str().unwrap();
    assert_eq!(evidence.split_whitespace().collect::<Vec<_>>(), words.split_whitespace().collect::<Vec<_>>());
    let on_e2 = kept.iter().find(|line| line["given"]["says"]["criterion"] == "E2").unwrap();
    assert_eq!(
        (&on_e2["given"]["says"]["reason"], &on_e2["given"]["says"]["screened"]),
        (&"other-domain".into(), &"summary".into())
    );

    // Once more: nothing new. A new sheet leaves out what is judged, or has it filled in; that too comes back the same.
    let again = import(&world, "vol.csv", &[]);
    assert!(again.out.contains("3 als eerder") && again.out.contains("niets bewaard"), "{}", again.out);
    let rest = Table::made(&world, "rest", &[]);
    assert_eq!(rest.rows.len(), table.rows.len() - 3);
    let mut all = Table::made(&world, "alles", &["--all"]);
    assert_eq!(all.rows.len(), table.rows.len());
    for file in ["alles.csv", "alles.xlsx"] {
        let same = import(&world, file, &[]);
        assert!(same.out.contains("3 als eerder"), "{file}: {}{}", same.out, same.err);
    }
    assert_eq!(world.judgements("AB.test"), kept);

    // A changed mind.
    let row = all.rows.iter_mut().find(|row| row["criterium"] == "E3" && !row["oordeel"].is_empty()).unwrap();
    "in".clone_into(row.get_mut("oordeel").unwrap());
    world.write("anders.csv", &all.saved(b',', &all.columns()));
    let changed = import(&world, "anders.csv", &[]);
    assert!(changed.out.contains("1 veranderd, 2 als eerder"), "{}{}", changed.out, changed.err);
    let lines = world.judgements("AB.test");
    let on_e3 = kept.iter().find(|line| line["given"]["says"]["criterion"] == "E3").unwrap();
    assert_eq!((lines.len(), &lines[3]["given"]["supersedes"]), (4, &on_e3["id"]));
    let rebuilt = world.bron(&["demo", "--no-proposals"]);
    assert_eq!(rebuilt.code, 0, "{}", rebuilt.err);
    let verified = world.bron(&["verify", "demo"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
}

#[test]
fn a_sheet_is_read_as_dutch_excel_and_others_save_it() {
    let world = World::demo();
    let mut table = Table::made(&world, "blad", &[]);
    let row = table.fill(
        "E2",
        &[
            ("oordeel", "Uit"),
            ("reden", "Een ander domein dan zorg, gezondheid, welzijn of wonen"),
            ("opmerking", "café – 3,5"),
        ],
    );
    for row in &mut table.rows {
        row.insert("gewicht".to_owned(), "3,5".to_owned());
    }
    let shuffled = ["opmerking", "gewicht", "oordeel", "titel", "reden", "id", "bekeken"];
    let dutch = table.saved(b';', &shuffled);
    let windows: Vec<u8> = dutch
        .chars()
        .map(|c| match c {
            '–' => 0x96,
            '’' => 0x92,
            '‘' => 0x91,
            '€' => 0x80,
            '…' => 0x85,
            c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        })
        .collect();
    let english = table.saved(b',', &shuffled).replacen(
        "opmerking,gewicht,oordeel,titel,reden,id,bekeken",
        "Note,weight,Verdict,Title,REASON,ID,Looked at",
        1,
    );
    let files: [(&str, Vec<u8>); 5] = [
        ("utf8.csv", dutch.clone().into_bytes()),
        ("bom.csv", [b"\xef\xbb\xbf".to_vec(), dutch.clone().into_bytes()].concat()),
        ("sep.csv", [b"sep=;\r\n".to_vec(), dutch.clone().into_bytes()].concat()),
        ("windows.csv", windows),
        ("engels.csv", english.into_bytes()),
    ];
    for (name, bytes) in files {
        std::fs::write(world.path(name), bytes).unwrap();
        let read = import(&world, name, &["--dry-run", "--json"]);
        assert_eq!(read.code, 0, "{name}: {}", read.err);
        let answer: serde_json::Value = serde_json::from_str(&read.out).unwrap();
        assert_eq!(answer["counts"]["new"], 1, "{name}");
        let new = answer["rows"].as_array().unwrap().iter().find(|row| row["did"] == "new").unwrap();
        assert_eq!(
            (&new["publication"], &new["verdict"]),
            (&row["publicatie"].clone().into(), &"exclude".into()),
            "{name}"
        );
        assert!(answer["remarks"][0].as_str().unwrap().contains('`'), "{name}");
    }
    let done = import(&world, "windows.csv", &[]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(world.judgements("AB.test")[0]["given"]["note"], "café – 3,5");
}

#[test]
fn a_row_that_cannot_be_meant_is_refused_and_then_nothing_is_written() {
    let world = World::demo();
    let check = |name: &str, cells: &[(&str, &str)], more: &[&str], problem: &str, hint: &str| {
        let mut table = Table::made(&world, name, &[]);
        table.fill("E3", &[("oordeel", "in")]);
        table.fill("E2", cells);
        let file = format!("{name}-vol.csv");
        world.write(&file, &table.saved(b';', &table.columns()));
        let refused = import(&world, &file, more);
        assert_eq!(refused.code, 1, "{name}: {}", refused.out);
        assert!(refused.out.contains(problem) && refused.out.contains(hint), "{name}: {}", refused.out);
        assert!(
            refused.out.contains("1 nieuw, ") && refused.out.contains("1 geweigerd"),
            "{name}: {}",
            refused.out
        );
        assert!(refused.err.contains("nothing was written"), "{name}: {}", refused.err);
        assert!(!world.path(FILE).exists(), "{name}");
    };
    check("woord", &[("oordeel", "ja")], &[], "`ja` is geen oordeel", "in, uit of onduidelijk");
    check("reden", &[("oordeel", "uit"), ("reden", "zomaar")], &[], "`zomaar` is geen reden", "other-domain");
    check(
        "andere-reden",
        &[("oordeel", "in"), ("reden", "other-domain")],
        &[],
        "geen reden voor `in` op E2",
        "in-the-domain",
    );
    check("zonder", &[("opmerking", "hm")], &[], "maar geen oordeel", "onduidelijk is er ook een");
    check("bekeken", &[("oordeel", "in"), ("bekeken", "alles")], &[], "`alles` zegt niet", "volledige tekst");
    check("leeg", &[("oordeel", "in"), ("bekeken", "")], &[], "niet wat er bekeken is", "--screened");
    check(
        "woorden",
        &[("oordeel", "in"), ("woorden", "dit staat nergens zo")],
        &[],
        "op geen bladzijde",
        "bron text",
    );
    check(
        "id",
        &[("oordeel", "in"), ("id", "movisie-x/E2")],
        &[],
        "is geen id van een blad",
        "haal de rij weg",
    );
    check("geen-id", &[("oordeel", "in"), ("id", "")], &[], "geen id", "haal de rij weg");
    check(
        "weg",
        &[("oordeel", "in"), ("id", "movisie-x/-/E2/0123456789ab-01234567")],
        &[],
        "geen publicatie `movisie-x`",
        "--run",
    );
    check("ander", &[("oordeel", "in"), ("beoordelaar", "CD")], &[], "de rij is van CD", "--reviewer CD");

    // What was judged has changed since, or the criteria have.
    let mut table = Table::made(&world, "oud", &[]);
    let id = table.open("E2")["id"].clone();
    let (before, digests) = id.rsplit_once('/').unwrap();
    let (text, criteria) = digests.split_once('-').unwrap();
    let other_text = format!("{before}/000000000000-{criteria}");
    let other_criteria = format!("{before}/{text}-00000000");
    check("tekst", &[("oordeel", "in"), ("id", &other_text)], &[], "haar tekst is veranderd", "nieuw blad");
    check("versie", &[("oordeel", "in"), ("id", &other_criteria)], &[], "een andere versie", "nieuw blad");

    // Two rows on the same thing.
    let row = table.fill("E2", &[("oordeel", "in")]);
    let other = row
        .into_iter()
        .map(|(name, text)| if name == "oordeel" { (name, "uit".to_owned()) } else { (name, text) });
    let other: Row = other.collect();
    table.rows.push(other);
    world.write("dubbel.csv", &table.saved(b',', &table.columns()));
    let twice = import(&world, "dubbel.csv", &[]);
    assert!(twice.out.contains("zegt iets anders over hetzelfde"), "{}", twice.out);
    assert!(!world.path(FILE).exists());

    // No sheet at all.
    world.write("geen.csv", "a,b\n1,2\n");
    let none = import(&world, "geen.csv", &["--format", "sheet"]);
    assert_eq!(none.code, 1);
    assert!(
        none.err.contains("has the columns `id` and `oordeel`") && none.err.contains("hint:"),
        "{}",
        none.err
    );
    let twice = table.saved(b',', &["id", "oordeel", "verdict", "bekeken"]);
    world.write("tweemaal.csv", &twice);
    let twice = import(&world, "tweemaal.csv", &[]);
    assert!(twice.err.contains("`verdict` is there twice"), "{}", twice.err);
}

#[test]
fn a_sheet_whose_rows_ran_into_each_other_or_were_cut_off_is_refused_whole() {
    let world = World::demo();
    let mut table = Table::made(&world, "blad", &[]);
    table.fill("E3", &[("oordeel", "in"), ("opmerking", "hier")]);
    table.fill("E2", &[("oordeel", "in")]);
    let refused = |name: &str, text: &str, line: usize, told: &str| {
        world.write(name, text);
        let answer = import(&world, name, &[]);
        assert_eq!(answer.code, 1, "{name}: {}", answer.out);
        let all = format!("{}{}", answer.out, answer.err);
        for text in [&format!("{line}: "), told] {
            assert!(all.contains(text), "{name}: `{text}` is not in: {all}");
        }
        assert!(!world.path(FILE).exists(), "{name}");
    };
    let line_of = |text: &str, at: &str| text[..text.find(at).unwrap()].matches('\n').count() + 1;

    // An open quotation mark takes every row behind it for a note.
    for delimiter in [b',', b';'] {
        let open = table
            .saved(delimiter, &["id", "oordeel", "bekeken", "opmerking"])
            .replace("hier\r\n", "\"hier\r\n");
        refused(
            "open.csv",
            &open,
            line_of(&open, "\"hier"),
            "a quotation mark is opened there and never closed",
        );
    }
    let open = table.saved(b',', &["id", "oordeel", "bekeken", "opmerking", "titel"]);
    let open = open.replace(",hier,", ",\"hier,");
    refused("later-dicht.csv", &format!("{open}x,\"a b\"\r\n"), line_of(&open, "\"hier"), "a quotation mark");

    // A row that ends early, or has a cell too many.
    let whole = table.saved(b',', &["id", "oordeel", "bekeken", "opmerking", "eigen"]);
    let row = whole.lines().find(|row| row.contains(",hier,")).unwrap().to_owned();
    let cut = |cells: usize| row.split(',').take(cells).collect::<Vec<_>>().join(",");
    for (name, other, told) in [
        ("afgebroken.csv", cut(1), "de rij heeft 1 cellen, en de kop 5"),
        ("zonder-opmerking.csv", cut(3), "de rij heeft 3 cellen, en de kop 5"),
        ("te-lang.csv", format!("{row},"), "de rij heeft 6 cellen, en de kop 5"),
    ] {
        refused(name, &whole.replace(&row, &other), line_of(&whole, &row), told);
    }
    // What nobody reads may be missing: Excel leaves empty ends out.
    world.write("eigen.csv", &whole.replace(&row, &cut(4)));
    let taken = import(&world, "eigen.csv", &["--dry-run"]);
    assert!(taken.code == 0 && taken.out.contains("2 nieuw"), "{}{}", taken.out, taken.err);
}

#[test]
fn a_sheet_of_which_one_column_was_sorted_is_refused_whole() {
    for (language, verdict, publication, told) in [
        ("nl", "oordeel", "publicatie", "en de id is van"),
        ("en", "verdict", "publication", "and the id is of"),
    ] {
        let world = World::demo();
        let mut table = Table::made(&world, "blad", &["--lang", language]);
        "in".clone_into(table.rows[0].get_mut(verdict).unwrap());
        let mut ids: Vec<String> = table.rows.iter().map(|row| row["id"].clone()).collect();
        ids.rotate_left(1);
        for (row, id) in table.rows.iter_mut().zip(ids) {
            row.insert("id".to_owned(), id);
        }
        world.write("gesorteerd.csv", &table.saved(b';', &table.columns()));
        let refused = import(&world, "gesorteerd.csv", &["--lang", language]);
        assert_eq!(refused.code, 1, "{}", refused.out);
        assert!(refused.out.contains(told), "{}", refused.out);
        // A row without a verdict tells it too, with both values.
        let (shown, id) = (&table.rows[1][publication], &table.rows[1]["id"]);
        let named = id.split('/').next().unwrap();
        let line = refused.out.lines().find(|line| line.starts_with("3: "));
        if shown != named {
            let line = line.unwrap_or_else(|| panic!("{}", refused.out));
            assert!(line.contains(&format!("`{shown}`")) && line.contains(&format!("`{named}`")), "{line}");
        }
        assert!(!world.path(FILE).exists());

        // The columns that were not sorted along may be left out; then nothing contradicts the id.
        let few = ["id", verdict, if language == "nl" { "bekeken" } else { "looked at" }];
        world.write("weinig.csv", &table.saved(b';', &few));
        assert_eq!(import(&world, "weinig.csv", &["--dry-run"]).code, 0);
    }
}
