//! The page in which reviewers judge, visited without a browser: who gets in, what is written, and that nothing is lost.

use crate::browse::{Reply, Server, Visitor, all, form, words};
use crate::world::World;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// The address of the page of an open pair, its publication and its term.
fn open_pair(world: &World) -> (String, String, String) {
    let (publication, term) = world.open_pair();
    (format!("/pair/{publication}/{term}"), publication, term)
}

fn lines(world: &World, file: &str) -> Vec<String> {
    let path = world.path(&format!("output/demo/judgements/{file}"));
    std::fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
}

fn vote(visitor: &Visitor, page: &Reply, verdict: &str, more: &[(&str, &str)]) -> Reply {
    let reply = visitor.fill(page, "form.verdict", more, &[("verdict", verdict)]);
    assert_eq!(reply.status, 200, "{}", words(&reply, "main"));
    reply
}

#[test]
fn only_who_has_the_address_gets_in_and_only_our_own_pages_change_anything() {
    let world = World::demo();
    let server = Server::start(&world, "AB", &[]);
    let (pair, publication, _) = open_pair(&world);
    let stranger = Visitor { port: server.port, cookie: String::new() };
    for path in ["/", "/style.css", "/progress", &pair, "/start/0000", "/nothing"] {
        let reply = stranger.get(path);
        assert_eq!(reply.status, 403, "{path}");
        assert!(!reply.body.contains(&publication), "{path}");
    }
    let start = stranger.get(&server.start);
    assert_eq!((start.status, start.headers["location"].as_str()), (303, "/"));
    assert_eq!(start.headers["referrer-policy"], "no-referrer");
    let cookie = &start.headers["set-cookie"];
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict"), "{cookie}");
    assert!(
        !cookie.contains(server.start.trim_start_matches("/start/")),
        "the address must not be in the cookie"
    );

    let visitor = server.visitor();
    let page = visitor.get(&pair);
    assert_eq!(page.status, 200);
    let policy = &page.headers["content-security-policy"];
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(page.headers["x-content-type-options"], "nosniff");
    assert_eq!(page.headers["cache-control"], "no-store");
    let html = scraper::Html::parse_document(&page.body);
    for script in html.select(&crate::browse::select("script")) {
        assert_eq!((script.attr("src"), script.text().count()), (Some("/keys.js"), 0));
    }
    assert!(!page.body.contains("style=") && !page.body.contains("onclick="));

    let foreign = [("Host", "evil.example")];
    assert_eq!(visitor.send("GET", &pair, &foreign, "").unwrap().status, 421);
    let (action, fields) = form(&page.body, "form.verdict", &[], &[("verdict", "include")]);
    let body = fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    for origin in ["http://evil.example", "null"] {
        assert_eq!(
            visitor.send("POST", &action, &[("Origin", origin)], &body).unwrap().status,
            403,
            "{origin}"
        );
    }
    assert_eq!(
        visitor.send("POST", &action, &[("Sec-Fetch-Site", "cross-site")], &body).unwrap().status,
        403
    );
    let without = |name: &str| fields.iter().filter(|(known, _)| known != name).cloned().collect::<Vec<_>>();
    assert_eq!(visitor.post(&action, &without("csrf")).status, 403);
    let mut wrong = without("csrf");
    wrong.push(("csrf".to_owned(), "0".repeat(64)));
    assert_eq!(visitor.post(&action, &wrong).status, 403);
    assert_eq!(stranger.post(&action, &fields).status, 403);
    assert_eq!(lines(&world, "AB.test.jsonl").len(), 0, "nothing of this was a judgement");
    assert_eq!(visitor.post(&action, &fields).status, 303);
    assert_eq!(lines(&world, "AB.test.jsonl").len(), 1);
}

#[test]
fn a_pair_is_judged_and_its_outcome_is_shown_at_once_and_is_what_a_rebuild_writes() {
    let world = World::demo();
    let server = Server::start(&world, "AB", &["--lang", "en"]);
    let visitor = server.visitor();
    let (pair, publication, term) = open_pair(&world);
    let page = visitor.get(&format!("{pair}?on=E1b"));
    assert_eq!(words(&page, "#outcome"), "still open");
    assert!(!all(&page, ".page mark.passage", "class").is_empty(), "the passage is marked in its text");
    let evidence = all(&page, "input[name=evidence]", "value");
    let page = vote(&visitor, &page, "include", &[("evidence", &evidence[0]), ("note", "clear enough")]);
    assert!(words(&page, ".notice").contains("AB.test.1"), "{}", words(&page, ".notice"));
    // E1b is done, so the next criterion that waits is chosen.
    let page = vote(&visitor, &page, "include", &[]);
    let page = vote(&visitor, &page, "include", &[]);
    assert_eq!(words(&page, "#outcome"), "included");
    let written = lines(&world, "AB.test.jsonl");
    assert_eq!(written.len(), 3);
    let first: serde_json::Value = serde_json::from_str(&written[0]).unwrap();
    let says = &first["given"]["says"];
    assert_eq!(
        (&says["criterion"], &says["verdict"], &says["term"]),
        (&"E1b".into(), &"include".into(), &term.as_str().into())
    );
    assert_eq!(
        (&first["given"]["note"], &first["given"]["origin"]),
        (&"clear enough".into(), &"browser".into())
    );
    assert!(!says["evidence"][0]["quote"].as_str().unwrap().is_empty(), "{says}");
    for line in &written[1..] {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["given"]["says"].get("term").is_none(), "E2 and E3 hold for all terms: {line}");
    }

    world.rebuild();
    let outcome = |world: &World| {
        let outcomes = world.table("5-eligibility/outcomes.csv");
        outcomes.into_iter().find(|row| row["publication"] == publication && row["term"] == term).unwrap()["outcome"].clone()
    };
    assert_eq!(outcome(&world), "included");

    // A changed mind is a new line, and an undo one more.
    let page = visitor.get(&format!("{pair}?on=E2"));
    let page = vote(&visitor, &page, "exclude", &[]);
    assert_eq!(words(&page, "#outcome"), "out: another domain");
    let changed: serde_json::Value = serde_json::from_str(&lines(&world, "AB.test.jsonl")[3]).unwrap();
    assert!(changed["given"]["supersedes"].as_str().unwrap().starts_with("AB.test."), "{changed}");
    let page = visitor.fill(&page, ".notice form", &[], &[]);
    assert_eq!(words(&page, "#outcome"), "still open");
    assert_eq!(lines(&world, "AB.test.jsonl").len(), 5);
    let history = visitor.get(&format!("/history/{publication}"));
    for told in ["clear enough", "superseded", "taken back", "E2: out"] {
        assert!(words(&history, "table").contains(told), "`{told}` is not in {}", words(&history, "table"));
    }
    let again =
        visitor.fill(&visitor.get(&pair), "form.verdict", &[("criterion", "E9")], &[("verdict", "include")]);
    assert_eq!(again.status, 422);
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);
}

#[test]
fn two_reviewers_are_blind_until_both_voted_and_settle_their_difference_together() {
    let world = World::demo();
    let (of_ab, of_cd) = (Server::start(&world, "AB", &[]), Server::start(&world, "CD", &[]));
    let (ab, cd) = (of_ab.visitor(), of_cd.visitor());
    let (pair, publication, term) = open_pair(&world);
    let on = format!("{pair}?on=E1b");
    vote(&ab, &ab.get(&on), "include", &[("note", "dit is een geheim")]);

    let blind = cd.get(&on);
    assert!(
        words(&blind, ".waiting").contains("Een ander heeft hierover geoordeeld"),
        "{}",
        words(&blind, ".chosen")
    );
    for path in [on.clone(), pair.clone(), format!("/history/{publication}"), "/".to_owned()] {
        let page = cd.get(&path);
        assert!(!page.body.contains("geheim") && !page.body.contains("AB.test"), "{path}");
    }
    assert_eq!(words(&blind, "#outcome"), "nog open");
    assert!(
        !all(&blind, "input[name=evidence][checked]", "value").is_empty(),
        "the passage that is shown is ticked"
    );
    vote(&cd, &blind, "exclude", &[("note", "alleen een vermelding")]);
    let out: serde_json::Value = serde_json::from_str(&lines(&world, "CD.test.jsonl")[0]).unwrap();
    assert!(out["given"]["says"].get("evidence").is_none(), "what is ticked is for a verdict *in*: {out}");
    for page in [&cd.get(&on), &ab.get(&on)] {
        let votes = words(page, ".votes");
        assert!(votes.contains("geheim") && votes.contains("alleen een vermelding"), "{votes}");
        assert_eq!(words(page, "#outcome"), "verschil van mening");
    }
    assert!(ab.get("/?state=conflict").body.contains(&pair));

    let settled =
        ab.fill(&ab.get(&on), "form.settle", &[("note", "besproken op maandag")], &[("verdict", "include")]);
    assert_eq!(settled.status, 200, "{}", words(&settled, "main"));
    let together = lines(&world, "consensus.test.jsonl");
    let line: serde_json::Value = serde_json::from_str(&together[0]).unwrap();
    assert_eq!(line["given"]["resolves"].as_array().unwrap().len(), 2, "{line}");
    assert!(words(&cd.get(&on), ".votes").contains("besproken op maandag"));
    assert!(!ab.get("/?state=conflict").body.contains(&pair));
    world.rebuild();
    let decisions = world.table("5-eligibility/decisions.csv");
    let row = decisions
        .iter()
        .find(|row| row["publication"] == publication && row["term"] == term && row["criterion"] == "E1b")
        .unwrap();
    assert_eq!((row["verdict"].as_str(), row["made_by"].as_str()), ("include", "reviewer"));

    // Nobody settles alone what nobody else judged.
    let mut fields =
        form(&ab.get(&format!("{pair}?on=E2")).body, "form.verdict", &[], &[("verdict", "include")]);
    fields.1.push(("together".to_owned(), "yes".to_owned()));
    assert_eq!(ab.post(&fields.0, &fields.1).status, 422);
}

#[test]
fn a_second_page_of_the_same_reviewer_on_the_same_device_is_refused() {
    let world = World::demo();
    let server = Server::start(&world, "AB", &[]);
    let second = world.bron(&["review", "demo", "--reviewer", "AB", "--device", "test"]);
    assert_eq!(second.code, 1);
    assert!(second.err.contains("AB is already judging on this device (`test`)"), "{}", second.err);
    assert!(second.err.contains("hint: go on in the page that is open"), "{}", second.err);
    let other = Server::start(&world, "CD", &[]);
    assert_ne!(server.port, other.port);
    // A cookie of one page opens no other, though both are on 127.0.0.1.
    let confused = Visitor { port: other.port, cookie: server.visitor().cookie };
    assert_eq!(confused.get("/").status, 403);
    drop(server);
    let again = Server::start(&world, "AB", &[]);
    assert_eq!(again.visitor().get("/").status, 200);
    let missing = world.bron(&["review", "nothing", "--reviewer", "AB", "--device", "test"]);
    assert_eq!(missing.code, 1);
    assert!(missing.err.contains("hint:"), "{}", missing.err);
}

#[test]
fn what_a_site_or_a_reviewer_wrote_is_shown_as_text_and_never_as_markup() {
    let world = World::demo();
    let (pair, publication, _) = open_pair(&world);
    let hostile =
        r#"=HYPERLINK("http://evil.example") <script>alert(1)</script> <img src=x onerror=alert(2)>"#;
    for file in ["output/demo/1-search/publications.csv", "output/demo/3-retrieval/publications.csv"] {
        with_cells(&world, file, &publication, &[("title", hostile), ("authors", "\"><b>")]);
    }
    let address = [("url", "javascript:alert(3)")];
    with_cells(&world, "output/demo/3-retrieval/documents.csv", &publication, &address);
    let server = Server::start(&world, "AB", &[]);
    let visitor = server.visitor();
    let page =
        vote(&visitor, &visitor.get(&pair), "unclear", &[("note", "</textarea><script>alert(4)</script>")]);
    let history = visitor.get(&format!("/history/{publication}"));
    let list = visitor.get("/?q=HYPERLINK");
    assert_eq!(words(&page, "h1"), hostile);
    assert_eq!(words(&list, ".pairs .title"), hostile);
    for page in [&page, &history, &list, &visitor.get(&format!("{pair}?q=<script>alert(5)</script>"))] {
        assert!(
            !page.body.contains("<script>") && !page.body.contains("<img") && !page.body.contains("<b>\""),
            "{}",
            page.body
        );
        assert!(all(page, "a", "href").iter().all(|href| !href.starts_with("javascript:")));
        for (target, rel) in all(page, "a[target]", "target").iter().zip(all(page, "a[target]", "rel")) {
            assert_eq!((target.as_str(), rel.as_str()), ("_blank", "noopener noreferrer"));
        }
    }
}

/// Puts other values into the rows of a publication.
fn with_cells(world: &World, file: &str, publication: &str, cells: &[(&str, &str)]) {
    let path = world.path(file);
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for row in reader.records() {
        let mut row: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        if row[0] == publication {
            for (name, value) in cells {
                let at = header.iter().position(|column| column == *name).unwrap();
                (*value).clone_into(&mut row[at]);
            }
        }
        writer.write_record(&row).unwrap();
    }
    std::fs::write(path, writer.into_inner().unwrap()).unwrap();
}

#[test]
fn passages_elements_numbers_and_fields_are_corrected_by_forms() {
    let world = World::demo();
    let server = Server::start(&world, "AB", &[]);
    let visitor = server.visitor();
    let (pair, publication, _) = open_pair(&world);
    let page = visitor.get(&pair);
    let before = all(&page, ".passage-card", "aria-label").len();
    let text: Vec<String> = words(&page, "#page-text").split(' ').map(str::to_owned).collect();
    let (first, last) = (text[..4].join(" "), text[6..9].join(" "));
    let told = format!("{first} … {last}");
    let marked = visitor.fill(&page, "form.mark", &[("quote", &told)], &[("kind", "description")]);
    assert_eq!(all(&marked, ".passage-card", "aria-label").len(), before + 1, "{}", words(&marked, "main"));
    let line: serde_json::Value = serde_json::from_str(&lines(&world, "AB.test.jsonl")[0]).unwrap();
    let quote = line["given"]["says"]["place"]["quote"].as_str().unwrap().to_owned();
    assert_eq!(
        quote.split_whitespace().collect::<Vec<_>>(),
        text[..9].iter().map(String::as_str).collect::<Vec<_>>()
    );

    // What was selected comes with its place, which must be these words.
    let place = [("quote", quote.as_str()), ("start", "0"), ("end", "3")];
    let again = visitor.fill(&marked, "form.mark", &place, &[("kind", "definition")]);
    let line: serde_json::Value = serde_json::from_str(&lines(&world, "AB.test.jsonl")[1]).unwrap();
    assert_eq!(line["given"]["says"]["place"]["quote"], quote.as_str(), "a wrong place is not believed");
    assert_eq!(line["given"]["supersedes"], "AB.test.1", "the same words, named otherwise");
    let nowhere = visitor.fill(
        &again,
        "form.mark",
        &[("quote", "deze woorden staan nergens")],
        &[("kind", "definition")],
    );
    assert_eq!(nowhere.status, 422);
    assert!(words(&nowhere, "main").contains("staan niet op deze bladzijde"));

    // Rejected, it is gone from the list; undone, it is back.
    let card = ".passage-card form:has(input[name=kind][value=none])";
    let rejected = visitor.fill(&visitor.get(&pair), card, &[], &[]);
    assert_eq!(all(&rejected, ".passage-card", "aria-label").len(), before);
    let back = visitor.fill(&rejected, ".notice form", &[], &[]);
    assert!(all(&back, ".passage-card", "aria-label").len() >= before);

    let page = visitor.get(&pair);
    let coded = visitor.fill(&page, "form.elements", &[("element", "e17"), ("element", "e18")], &[]);
    assert_eq!(coded.status, 200, "{}", words(&coded, "main"));
    let now = words(&coded, ".passage-card .quiet");
    assert!(now.contains("e17, e18"), "{now}");

    let labelled = visitor.fill(&coded, "form.label", &[("label", "xiv")], &[]);
    assert_eq!(all(&labelled, "#label", "value"), ["xiv"], "{}", words(&labelled, "main"));
    let date = "form:has(input[value=date])";
    let wrong = visitor.fill(&labelled, date, &[("corrected", "ooit")], &[]);
    assert_eq!(wrong.status, 422);
    let corrected = visitor.fill(&labelled, date, &[("corrected", "2015-03")], &[]);
    assert_eq!(all(&corrected, "#to-date", "value"), ["2015-03"]);
    let title =
        visitor.fill(&corrected, "form:has(input[value=title])", &[("corrected", "Een andere titel")], &[]);
    assert_eq!(words(&title, "h1"), "Een andere titel");

    let other = world.table("5-eligibility/outcomes.csv");
    let other = other.iter().find(|row| row["publication"] != publication).unwrap()["publication"].clone();
    let merge = "form[action$='/merge']";
    assert_eq!(visitor.fill(&title, merge, &[("with", &publication)], &[]).status, 422);
    assert_eq!(visitor.fill(&title, merge, &[("with", "nergens te vinden")], &[]).status, 422);
    let merged = visitor.fill(&title, merge, &[("with", &other)], &[]);
    assert!(words(&merged, ".notice").contains(&other), "{}", words(&merged, "main"));
    world.rebuild();
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);
}

#[test]
fn the_list_is_filtered_and_says_how_many_there_are() {
    let world = World::demo();
    let server = Server::start(&world, "AB", &[]);
    let visitor = server.visitor();
    let outcomes = world.table("5-eligibility/outcomes.csv");
    let count = |path: &str| {
        let told = words(&visitor.get(path), "caption");
        let of = told.split(" van ").nth(1).and_then(|rest| rest.split('.').next()).map(str::to_owned);
        of.map_or(0, |number| number.parse::<usize>().unwrap())
    };
    let expected = |holds: &dyn Fn(&std::collections::BTreeMap<String, String>) -> bool| {
        outcomes.iter().filter(|row| holds(row)).count()
    };
    assert_eq!(count("/"), outcomes.len());
    let open = expected(&|row| row["outcome"] == "unclear");
    assert!(open > 0 && open < outcomes.len());
    assert_eq!(count("/?state=open"), open);
    assert_eq!(count("/?state=untouched"), open);
    assert_eq!(count("/?state=reason-open"), expected(&|row| !row["reason_open"].is_empty()));
    assert_eq!(count("/?state=not-retrieved"), expected(&|row| row["outcome"] == "not-retrieved"));
    let (_, publication, term) = open_pair(&world);
    assert_eq!(count(&format!("/?term={term}")), expected(&|row| row["term"] == term));
    assert_eq!(count(&format!("/?q={publication}")), expected(&|row| row["publication"] == publication));
    assert_eq!(count("/?q=zzzz"), 0);
    let last = visitor.get(&format!("/?page={}", outcomes.len()));
    let remark = words(&last, ".pairs tbody tr:last-child .badge ~ .quiet");
    assert_eq!(remark, "uit, reden nog open", "what is out anyway comes last");
    let begin = all(&visitor.get("/"), ".headline a", "href");
    let page = visitor.get(&begin[0]);
    let (action, mut fields) = form(&page.body, "form.verdict", &[], &[("verdict", "unclear")]);
    fields.push(("go".to_owned(), "yes".to_owned()));
    let next = visitor.post(&action, &fields).headers["location"].clone();
    assert!(next.starts_with("/pair/") && !next.starts_with(&begin[0]), "{next}");
    let progress = visitor.get("/progress");
    assert!(words(&progress, "table").contains(&format!("{}/{}", outcomes.len() - open, outcomes.len())));
}

#[test]
fn a_kill_in_a_storm_of_clicks_loses_no_judgement_that_was_acknowledged() {
    let world = World::demo();
    let pairs: Vec<(String, String)> = world
        .table("5-eligibility/outcomes.csv")
        .into_iter()
        .map(|row| (row["publication"].clone(), row["term"].clone()))
        .collect();
    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    for round in 0..3 {
        let server = Server::start(&world, "AB", &[]);
        let visitor = server.visitor();
        let before = acknowledged.lock().unwrap().len();
        let (_, fields) = form(
            &visitor.get(&format!("/pair/{}/{}?on=E3", pairs[0].0, pairs[0].1)).body,
            "form.verdict",
            &[],
            &[],
        );
        let clicks: Vec<_> = (0..4)
            .map(|hand| {
                let (visitor, pairs, fields, acknowledged) =
                    (visitor.clone(), pairs.clone(), fields.clone(), Arc::clone(&acknowledged));
                std::thread::spawn(move || {
                    for turn in 0.. {
                        let (publication, term) = &pairs[(turn * 4 + hand) % pairs.len()];
                        let verdict = ["include", "exclude", "unclear"][(turn + round) % 3];
                        let mut fields = fields.clone();
                        fields.push(("verdict".to_owned(), verdict.to_owned()));
                        let sent = visitor.try_post(&format!("/pair/{publication}/{term}/verdict"), &fields);
                        let Ok(reply) = sent else { return };
                        let location = reply.headers.get("location").cloned().unwrap_or_default();
                        if let Some((_, id)) = location.split_once("said=") {
                            acknowledged.lock().unwrap().insert(id.split('&').next().unwrap().to_owned());
                        }
                    }
                })
            })
            .collect();
        while acknowledged.lock().unwrap().len() < before + 40 {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        server.kill();
        clicks.into_iter().for_each(|click| click.join().unwrap());
        let known: BTreeSet<String> = lines(&world, "AB.test.jsonl")
            .iter()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .map(|line| line["id"].as_str().unwrap().to_owned())
            .collect();
        let lost: Vec<_> = acknowledged.lock().unwrap().difference(&known).cloned().collect();
        assert!(lost.is_empty(), "acknowledged and gone: {lost:?}");
    }
    // The next page takes the file up where it is whole; the chain has no gap.
    let server = Server::start(&world, "AB", &[]);
    assert_eq!(server.visitor().get("/").status, 200);
    drop(server);
    world.rebuild();
    let verified = world.bron(&["verify", "demo"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
}
