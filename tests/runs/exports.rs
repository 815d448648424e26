//! Decisions that were taken in Rayyan or ASReview come in with reviewer, reason and note, or not at all.

use crate::world::{Answer, World, rows};
use serde_json::Value;
use std::fmt::Write as _;

const RUN: &str = "output/demo";

/// A study-less demo with what an export can name: ids, addresses, a pair's term.
struct Scene {
    world: World,
    ids: Vec<String>,
    addresses: Vec<String>,
}

impl Scene {
    fn new() -> Self {
        let world = World::demo();
        let outcomes = rows(&world.path(&format!("{RUN}/5-eligibility/outcomes.csv")));
        let publications: Vec<_> = rows(&world.path(&format!("{RUN}/3-retrieval/publications.csv")))
            .into_iter()
            .filter(|row| !row["flags"].contains("own-work"))
            .filter(|row| outcomes.iter().any(|outcome| outcome["publication"] == row["publication"]))
            .collect();
        let column = |name: &str| publications.iter().map(|row| row[name].clone()).collect();
        let (ids, addresses) = (column("publication"), column("url"));
        Self { world, ids, addresses }
    }

    fn import(&self, text: &str, more: &[&str]) -> Answer {
        self.world.write("export.txt", text);
        let on = ["judge", "import", "export.txt", "--run", "demo", "--device", "test", "--criterion", "E3"];
        self.world.bron(&[&on[..], more].concat())
    }

    fn rows(&self, text: &str, more: &[&str]) -> Vec<Value> {
        let answer = self.import(text, &[more, &["--json"]].concat());
        let answer: Value = serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}", answer.err));
        answer["rows"].as_array().unwrap().clone()
    }

    /// The judgements of a reviewer: publication, verdict, reason, note, origin.
    fn kept(&self, reviewer: &str) -> Vec<[String; 5]> {
        let file = format!("{RUN}/judgements/{reviewer}.test.jsonl");
        if !self.world.path(&file).exists() {
            return Vec::new();
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let line = |line: &str| {
            let given = serde_json::from_str::<Value>(line).unwrap()["given"].clone();
            let says = &given["says"];
            assert_eq!((&says["criterion"], &says["screened"]), (&"E3".into(), &"summary".into()));
            [&given["publication"], &says["verdict"], &says["reason"], &given["note"], &given["origin"]]
                .map(text)
        };
        self.world.read(&file).lines().map(line).collect()
    }

    fn is_untouched(&self) -> bool {
        ["AB", "CD"].iter().all(|name| self.kept(name).is_empty())
    }
}

/// A line of a RIS or CSV as the program writes it, with quotation marks doubled for the CSV.
fn rayyan_csv(records: &[(&str, &str, &str)]) -> String {
    let mut text = "key,title,year,url,doi,notes\n".to_owned();
    for (number, (title, url, notes)) in records.iter().enumerate() {
        let notes = notes.replace('"', "\"\"");
        writeln!(text, "rayyan-{number},{title},2024,{url},,\"{notes}\"").expect("a text takes all");
    }
    text
}

#[test]
fn rayyan_brings_verdicts_of_several_reviewers_with_reason_labels_and_notes() {
    let scene = Scene::new();
    let note = |id: &str, rest: &str| format!("record_id: {id} | {rest}");
    let one = note(
        &scene.ids[0],
        r#"RAYYAN-INCLUSION: {"An B."=>"Included", "Cees"=>"Excluded"} | RAYYAN-LABELS: dubbel | RAYYAN-EXCLUSION-REASONS: wrong population,foreign language | USER-NOTES: {"Cees"=>["over jongeren"]}"#,
    );
    let two = r#"RAYYAN-INCLUSION: {"An B."=>"Maybe"}"#;
    let nobody = note(&scene.ids[2], "RAYYAN-LABELS: later");
    let elsewhere = note("movisie-niet-hier", r#"RAYYAN-INCLUSION: {"An B."=>"Included"}"#);
    let address = format!("{}     U2  - L2029880245", scene.addresses[1]);
    let csv = rayyan_csv(&[
        ("een", "", &one),
        ("twee", &address, two),
        ("drie", "", &nobody),
        ("vier", "https://elders.example/", &elsewhere),
    ]);
    let who = ["--as", "An B.=AB", "--as", "Cees=CD", "--reason", "wrong population=other-group"];

    // Who somebody is must be said.
    let unknown = scene.import(&csv, &who[..2]);
    assert_eq!(unknown.code, 1);
    assert!(
        unknown.out.contains("wie `Cees` is") && unknown.out.contains("--as \"Cees=AB\""),
        "{}",
        unknown.out
    );
    assert!(scene.is_untouched());

    let rows = scene.rows(&csv, &who);
    let shown: Vec<_> =
        rows.iter().map(|row| (row["line"].as_u64().unwrap(), row["did"].as_str().unwrap())).collect();
    assert_eq!(shown, [(2, "new"), (2, "new"), (3, "new"), (4, "empty"), (5, "elsewhere")]);
    assert!(
        rows[1]["why"].as_str().unwrap().contains("`foreign language` staat op geen lijst"),
        "{}",
        rows[1]
    );
    assert!(rows[2]["why"].as_str().unwrap().contains("gevonden op adres"), "{}", rows[2]);
    let line = |id: &str, verdict: &str, reason: &str, note: &str| {
        [id, verdict, reason, note, "import-rayyan"].map(str::to_owned)
    };
    let label = "[Rayyan] labels: dubbel";
    assert_eq!(
        scene.kept("AB"),
        [line(&scene.ids[0], "include", "", label), line(&scene.ids[1], "unclear", "", "")]
    );
    let told = format!("over jongeren\n{label}\n[Rayyan] reasons: foreign language");
    assert_eq!(scene.kept("CD"), [line(&scene.ids[0], "exclude", "other-group", &told)]);

    // The same export once more writes nothing; one person can be left out.
    let again = scene.import(&csv, &who);
    assert!(again.out.contains("3 als eerder") && again.out.contains("niets bewaard"), "{}", again.out);
    let later = csv.replace("Maybe", "Included");
    let changed = scene.rows(&later, &["--as", "An B.=AB", "--as", "Cees=-"]);
    let shown: Vec<_> = changed.iter().map(|row| row["did"].as_str().unwrap()).collect();
    assert_eq!(shown, ["same", "empty", "changed", "empty", "elsewhere"]);
    assert_eq!(scene.kept("AB").len(), 3);
    assert_eq!(scene.kept("CD").len(), 1);
}

#[test]
fn the_same_decisions_come_in_from_ris() {
    let scene = Scene::new();
    let (one, two, three) = (&scene.ids[0], &scene.ids[1], &scene.ids[2]);
    let ris = format!(
        "TY  - RPRT\nAN  - rayyan-1\nTI  - een\nN1  - record_id: {one} | RAYYAN-INCLUSION: {{\"An\"=>\"Included\"}}\nER  - \n\n\
         TY  - RPRT\nAN  - {two}\nTI  - twee\nN1  - <p>RAYYAN-INCLUSION: {{&quot;An&quot;=&gt;&quot;Excluded&quot;}}</p>\nER  - \n\n\
         TY  - RPRT\nC1  - {three}\nTI  - drie\nN1  - \nER  - \n"
    );
    let rows = scene.rows(&ris, &["--as", "An=AB"]);
    let shown: Vec<_> =
        rows.iter().map(|row| (row["line"].as_u64().unwrap(), row["did"].as_str().unwrap())).collect();
    assert_eq!(shown, [(1, "new"), (7, "new"), (13, "empty")]);
    let verdicts: Vec<_> = scene.kept("AB").into_iter().map(|[id, verdict, ..]| (id, verdict)).collect();
    assert_eq!(verdicts, [(one.clone(), "include".to_owned()), (two.clone(), "exclude".to_owned())]);
}

#[test]
fn asreview_brings_labels_and_what_was_not_seen_stays_so() {
    let scene = Scene::new();
    let ids = &scene.ids;
    let csv = format!(
        "record_id,title,included,asreview_label,asreview_note,asreview_user_name,asreview_tag_reden_other-group\n\
         {},een,0,1.0,,An B.,0\n{},twee,1,0.0,\"jongeren; \"\"alleen\"\"\",An B.,1\n{},drie,1,,,,\n{},vier,,1,,,\n",
        ids[0], ids[1], ids[2], ids[3]
    );
    let nameless = scene.import(&csv, &["--as", "An B.=AB"]);
    assert_eq!(nameless.code, 1);
    assert!(nameless.out.contains("niet wie dit besliste") && scene.is_untouched(), "{}", nameless.out);

    let rows = scene.rows(&csv, &["--as", "An B.=AB", "--reviewer", "CD"]);
    let shown: Vec<_> = rows.iter().map(|row| row["did"].as_str().unwrap()).collect();
    assert_eq!(shown, ["new", "new", "empty", "new"]);
    let line = |id: &str, verdict: &str, reason: &str, note: &str| {
        [id, verdict, reason, note, "import-asreview"].map(str::to_owned)
    };
    assert_eq!(
        scene.kept("AB"),
        [line(&ids[0], "include", "", ""), line(&ids[1], "exclude", "other-group", "jongeren; \"alleen\"")]
    );
    assert_eq!(scene.kept("CD"), [line(&ids[3], "include", "", "")]);

    let ris = format!(
        "TY  - RPRT\nID  - {}\nN1  - ASReview_irrelevant\nN1  - asreview_user_name: \"Eva\"\nER  - \n\
         TY  - RPRT\nID  - {}\nN1  - ASReview_not_seen\nER  - \n",
        ids[4], ids[5]
    );
    let rows = scene.rows(&ris, &["--as", "Eva=AB"]);
    let shown: Vec<_> = rows.iter().map(|row| row["did"].as_str().unwrap()).collect();
    assert_eq!(shown, ["new", "empty"]);
    assert_eq!(scene.kept("AB")[2], line(&ids[4], "exclude", "", ""));
}

#[test]
fn an_export_that_cannot_be_meant_is_refused_and_then_nothing_is_written() {
    let scene = Scene::new();
    let (one, two) = (&scene.ids[0], &scene.ids[1]);
    let check = |text: &str, more: &[&str], told: &str| {
        let refused = scene.import(text, more);
        assert_eq!(refused.code, 1, "{}", refused.out);
        let all = format!("{}{}", refused.out, refused.err);
        assert!(all.contains(told), "`{told}` is not in: {all}");
        assert!(scene.is_untouched(), "{told}");
    };
    let rayyan = |notes: &str| {
        let fine = format!(r#"record_id: {one} | RAYYAN-INCLUSION: {{"An"=>"Included"}}"#);
        rayyan_csv(&[("een", "", &fine), ("twee", "", &format!("record_id: {two} | {notes}"))])
    };
    let an = ["--as", "An=AB"];
    check(&rayyan(r#"RAYYAN-INCLUSION: {"An"=>"Misschien"}"#), &an, "`Misschien` is no decision of Rayyan");
    check(&rayyan(r#"RAYYAN-INCLUSION: {"An"=>"#), &an, "cannot be understood");
    let twice = rayyan(r#"RAYYAN-INCLUSION: {"An"=>"Included"}"#)
        .replace(two.as_str(), one)
        .replacen("Included", "Excluded", 1);
    check(&twice, &an, "rij 2 zegt iets anders");
    check(
        &rayyan(r#"RAYYAN-INCLUSION: {"An"=>"Included"}"#),
        &["--as", "An=AB", "--format", "asreview"],
        "it holds decisions of Rayyan",
    );
    check(
        &format!("record_id,asreview_label\n{one},1\n{two},ja\n"),
        &["--reviewer", "AB"],
        "`ja` is no label of ASReview",
    );
    check("record_id,title\nx,y\n", &["--reviewer", "AB"], "no decisions of Rayyan or ASReview");
    check("a,b\n1,2\n", &["--reviewer", "AB"], "no column `title`".trim_start_matches("no column "));
    check(&rayyan(""), &["--as", "An"], "is not of the form LEFT=RIGHT");
    // Which criterion the decisions are about must be said.
    scene.world.write("export.txt", &rayyan(r#"RAYYAN-INCLUSION: {"An"=>"Included"}"#));
    let none = scene.world.bron(&["judge", "import", "export.txt", "--run", "demo", "--as", "An=AB"]);
    assert_eq!(none.code, 1);
    assert!(none.err.contains("name it with --criterion"), "{}", none.err);
}

#[test]
fn what_was_judged_having_looked_at_more_stays() {
    let scene = Scene::new();
    let id = &scene.ids[0];
    scene.world.give("AB", &[id, "--criterion", "E3"], "exclude", &[]);
    let csv = format!("record_id,title,asreview_label\n{id},een,1\n");
    let kept = scene.import(&csv, &["--reviewer", "AB"]);
    assert_eq!(kept.code, 0, "{}", kept.err);
    assert!(
        kept.out.contains("AB.test.1 blijft staan") && kept.out.contains("niets bewaard"),
        "{}",
        kept.out
    );
    // It changes where the export is of as much.
    let changed = scene.import(&csv, &["--reviewer", "AB", "--screened", "full-text"]);
    assert!(changed.out.contains("1 veranderd"), "{}", changed.out);
}

#[allow(clippy::print_stderr, reason = "what is skipped is said")]
#[test]
fn what_rayyan_itself_exported_is_read_from_csv_and_ris_alike() {
    let Some(shared) = std::env::var_os("BRON_SHARED") else {
        eprintln!("skipped: BRON_SHARED names no folder with real exports");
        return;
    };
    let folder = std::path::Path::new(&shared).join("interop/real-exports");
    let scene = Scene::new();
    for name in ["rayyan.csv", "rayyan.ris"] {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        // As it is, it is about nothing in this run.
        let rows = scene.rows(&text, &["--as", "Emily=AB", "--dry-run"]);
        assert_eq!(rows.len(), 10, "{name}");
        assert!(rows.iter().all(|row| row["did"] == "elsewhere"), "{name}");
        // With our ids in its notes, as Rayyan keeps what was put there.
        let (mut with_ids, mut number) = (String::new(), 0);
        for part in text.split_inclusive("RAYYAN-INCLUSION:") {
            let marker = format!("record_id: {} | RAYYAN-INCLUSION:", scene.ids[number]);
            with_ids += &part.replace("RAYYAN-INCLUSION:", &marker);
            number += usize::from(part.ends_with("RAYYAN-INCLUSION:"));
        }
        let rows = scene.rows(&with_ids, &["--as", "Emily=AB", "--dry-run"]);
        let verdicts: Vec<_> = rows.iter().filter_map(|row| row["verdict"].as_str()).collect();
        assert_eq!(verdicts, ["include", "include", "unclear", "unclear", "exclude", "exclude"], "{name}");
        let found: Vec<_> = rows.iter().filter_map(|row| row["publication"].as_str()).collect();
        assert_eq!(found, scene.ids[..6].iter().map(String::as_str).collect::<Vec<_>>(), "{name}");
    }
    // Exports of programs that decide nothing hold no decisions.
    for name in ["zotero.csv", "endnote.ris", "covidence.csv"] {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let none = scene.import(&text, &["--reviewer", "AB"]);
        assert_eq!(none.code, 1, "{name}");
        assert!(none.err.contains("no decisions of Rayyan or ASReview"), "{name}: {}", none.err);
    }
}

#[test]
fn rayyans_log_tells_whose_reason_it_was() {
    let scene = Scene::new();
    let id = &scene.ids[0];
    let notes = format!(
        r#"record_id: {id} | RAYYAN-INCLUSION: {{"An"=>"Excluded", "Cees"=>"Excluded"}} | RAYYAN-EXCLUSION-REASONS: wrong population,foreign language"#
    );
    let csv = rayyan_csv(&[("een", "", &notes)]);
    let log = "article_id,user_email,key,value,created_at\n\
        0,an@a.nl,included,-1,2026-11-01 10:00:00 UTC\n0,an@a.nl,__EXR__foreign language,1,2026-11-01 10:00:01 UTC\n\
        0,cees@a.nl,included,-1,2026-11-01 10:01:00 UTC\n0,cees@a.nl,__EXR__wrong population,1,2026-11-01 10:01:01 UTC\n";
    scene.world.write("log.csv", log);
    let who = [
        "--log",
        "log.csv",
        "--as",
        "an@a.nl=AB",
        "--as",
        "cees@a.nl=CD",
        "--reason",
        "wrong population=other-group",
    ];
    let rows = scene.rows(&csv, &who);
    assert_eq!(rows.iter().map(|row| row["did"].as_str().unwrap()).collect::<Vec<_>>(), ["new", "new"]);
    assert_eq!(scene.kept("CD")[0][2], "other-group");
    assert_eq!(
        (scene.kept("AB")[0][2].as_str(), scene.kept("AB")[0][3].as_str()),
        ("", "[Rayyan] reasons: foreign language")
    );
    // A log that does not belong to the records is refused, and so is one for another program.
    scene.world.write("log.csv", &log.replacen(",-1,", ",1,", 1));
    let refused = scene.import(&csv, &who);
    assert!(
        refused.code == 1 && refused.out.contains("were both exported at once"),
        "{}{}",
        refused.out,
        refused.err
    );
    let asreview = format!("record_id,title,asreview_label\n{id},een,1\n");
    let refused = scene.import(&asreview, &["--reviewer", "AB", "--log", "log.csv"]);
    assert!(
        refused.code == 1 && refused.err.contains("ASReview writes no log"),
        "{}{}",
        refused.out,
        refused.err
    );
}
