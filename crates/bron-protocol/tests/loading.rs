//! What is wrong with a configuration is said with the thing, the place and the next step.

use bron_model::{SourceId, TermId};
use bron_protocol::{Error, Files, Protocol};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use tempfile::TempDir;

const PIPELINE: &str = r#"name = "klein"
title = "Klein"
question = "Wat?"
terms = "config/terms.toml"
criteria = "config/criteria.toml"
kinds = "config/kinds.toml"
domains = "config/domains.toml"
groups = "config/groups.toml"
patterns = ["config/patterns/nl.toml"]
sources = ["config/sources/movisie.toml", "config/sources/map.toml"]
only_terms = ["samenzorg"]
[window]
from_year = 2007
until = "2024-06-30"
[harvest]
delay_seconds = 2.5
[limits]
result_pages = 10
[stop.movisie]
hits = 500
[[flag]]
flag = "own-work"
authors_contain = "Jansen"
"#;
const TERMS: &str = r#"# Twee termen.
[[term]]
id = "samenzorg"
label = "Samenzorg"
texts = ["samenzorg", "samen-zorg"]
form = "word"
variants = [{ name = "samenzorg", spellings = ["samenzorg"] }]

[[term]]
id = "zorgzame-buurten"
label = "Zorgzame buurten"
texts = ["zorgzame buurten"]
form = "adjective-noun"
first = ["zorgzame", "zorgzaam"]
[[term.variants]]
name = "zorgzame buurten"
spellings = ["buurten", "buurt"]
"#;
const KINDS: &str = r#"[[kind]]
word = "rapport"
verdict = "include"
reason = "een rapport"
[[kind]]
word = "nieuws"
verdict = "exclude"
reason = "nieuws"
"#;
const DOMAINS: &str = r#"[[domain]]
word = "zorg"
side = "inside"
weight = 4
reason = "zorg"
"#;
const GROUPS: &str = r#"[[group]]
word = "jongeren"
side = "other"
weight = 5
reason = "jeugd"
"#;
const PATTERNS: &str = r#"[[pattern]]
id = "nl-x-is"
kind = "definition"
scope = "sentence"
matches = '{term} is een\b'
unless = 'kans'
score = 80
explanation = "X is een ..."
example = "Samenzorg is een werkwijze."
term = "samenzorg"
counter_example = "Samenzorg is leuk."
"#;
const MOVISIE: &str = r#"id = "movisie"
name = "Movisie"
group = "kennisbank-2024"
base = "https://www.movisie.nl/"
platform = "html"
[html]
search = "/zoeken?q={text}"
page = "/zoeken?q={text}&page={page}"
list = "ul.results"
row = "li"
title = "h3"
date = "p.meta"
date_and_kind = '(?<kind>[^|]+) \| (?<date>.+)'
total = "h2"
total_pattern = '(\d+) resultaten'
[landing]
date = "time"
[kinds_by_path]
"/publicatie/" = "publicatie"
[[moved]]
from = "https://movisie.nl/oud/"
to = "https://movisie.nl/publicatie/"
[confidence]
platform = { level = "high", evidence = "gezien" }
"html.search" = { level = "low", evidence = "geraden" }
"#;
const FOLDER: &str = r#"id = "map"
name = "Een map"
group = "praktijk"
platform = "files"
[files]
folder = "input/map"
list = "list.csv"
via = "browse"
"#;

/// Named by no pipeline unless a test names it.
const CODEBOOK: &str = r#"negations = ["geen"]
no_negations = ["geen ... zonder"]
[[category]]
id = "schaal"
label = "schaal"
label_en = "scale"
[[element]]
id = "e01"
category = "schaal"
label = "regie"
label_en = "direction"
explanation = "Regie."
cues = ["eigen regie", "wijk ... buurt*"]
not = ["regie van de gemeente"]
example = "Zij houden de eigen regie."
counter_example = "De gemeente houdt de regie."
[[element]]
id = "e02"
category = "schaal"
label = "dorp"
label_en = "village"
explanation = "Dorp."
cues = ["dorp"]
example = "In het dorp."
counter_example = "In de dorpskern."
"#;
const CROSSES: &str = "element,label,samenzorg,note\ne02,dorp,yes,\ne01,regie,unknown,lost\n";

/// The criteria, six lines each.
fn criteria() -> String {
    let mut text = String::from("version = \"1\"\n");
    for (id, scope, settled_by) in [
        ("I1", "publication", "rule"),
        ("I2", "publication", "rule"),
        ("W", "publication", "rule"),
        ("E1a", "pair", "rule"),
        ("E1b", "pair", "reviewer"),
        ("E2", "publication", "reviewer"),
        ("E3", "publication", "reviewer"),
    ] {
        writeln!(
            text,
            "[[criterion]]\nid = \"{id}\"\nscope = \"{scope}\"\nsettled_by = \"{settled_by}\"\nnl = \"Ja.\"\nen = \"Yes.\""
        )
        .unwrap();
    }
    text
}

/// The files of a small study, some of them changed.
fn study(changes: &[(&str, &str, &str)]) -> TempDir {
    let mut files: BTreeMap<&str, String> = BTreeMap::from([
        ("pipelines/klein.toml", PIPELINE.to_owned()),
        ("config/terms.toml", TERMS.to_owned()),
        ("config/criteria.toml", criteria()),
        ("config/kinds.toml", KINDS.to_owned()),
        ("config/domains.toml", DOMAINS.to_owned()),
        ("config/groups.toml", GROUPS.to_owned()),
        ("config/patterns/nl.toml", PATTERNS.to_owned()),
        ("config/sources/movisie.toml", MOVISIE.to_owned()),
        ("config/sources/map.toml", FOLDER.to_owned()),
        ("config/codebook.toml", CODEBOOK.to_owned()),
        ("config/crosses.csv", CROSSES.to_owned()),
    ]);
    for (path, from, to) in changes {
        let path = if *path == P { P.to_owned() } else { format!("config/{path}") };
        let (_, text) = files.iter_mut().find(|(name, _)| **name == path).expect("a file of the study");
        assert!(text.contains(from), "`{from}` stands in `{path}`");
        *text = text.replacen(from, to, 1);
    }
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn load(folder: &TempDir) -> Result<Protocol, Error> {
    Protocol::load(&Files::Folder(folder.path().to_owned()), "klein")
}

/// Changes `from` to `to` in a file (of `config/`, or a pipeline) and expects this message and this in the hint.
#[track_caller]
fn check(path: &str, from: &str, to: &str, message: &str, hint: &str) {
    let error = load(&study(&[(path, from, to)])).expect_err(message);
    assert_eq!(error.to_string(), message);
    let given = error.hint().unwrap_or_default();
    assert!(given.contains(hint), "hint was: {given}");
}

const P: &str = "pipelines/klein.toml";
const M: &str = "sources/movisie.toml";

#[test]
fn the_small_study_loads() {
    let protocol = load(&study(&[])).unwrap();
    let queries: Vec<String> = protocol
        .queries()
        .iter()
        .map(|query| format!("{} {} {} {}", query.source, query.term, query.text, query.via))
        .collect();
    assert_eq!(
        queries,
        [
            "movisie samenzorg samenzorg search",
            "movisie samenzorg samen-zorg search",
            "map samenzorg samenzorg browse",
            "map samenzorg samen-zorg browse",
        ]
    );
    assert_eq!(protocol.terms.len(), 2, "a term that is not searched is still looked for in texts");
    assert!(protocol.term(&TermId::new("zorgzame-buurten").unwrap()).is_some());
    assert!(protocol.source(&SourceId::new("vilans").unwrap()).is_none());
    assert_eq!(protocol.remarks, []);
    assert_eq!(protocol.digests.files.len(), 9);
}

#[test]
fn a_typing_error_in_any_file_gives_file_line_and_the_nearest_key() {
    check(
        P,
        "title =",
        "titel =",
        "unknown key `titel` at pipelines/klein.toml:2:1",
        "did you mean `title`?",
    );
    check(
        P,
        "[window]",
        "[windows]",
        "unknown key `windows` at pipelines/klein.toml:12:2",
        "did you mean `window`?",
    );
    check(
        P,
        "delay_seconds",
        "delay",
        "unknown key `delay` at pipelines/klein.toml:16:1",
        "valid here: `delay_seconds`",
    );
    check(
        P,
        "result_pages",
        "results_pages",
        "unknown key `results_pages` at pipelines/klein.toml:18:1",
        "`result_pages`?",
    );
    check(
        P,
        "hits = 500",
        "hit = 500",
        "unknown key `hit` at pipelines/klein.toml:20:1",
        "did you mean `hits`?",
    );
    check(
        P,
        "authors_contain ",
        "authors_contains ",
        "unknown key `authors_contains` at pipelines/klein.toml:23:1",
        "`authors_contain`?",
    );
    check(
        "terms.toml",
        "label",
        "lable",
        "unknown key `lable` at config/terms.toml:4:1",
        "did you mean `label`?",
    );
    check(
        "terms.toml",
        "\nspellings",
        "\nspelling",
        "unknown key `spelling` at config/terms.toml:17:1",
        "`spellings`?",
    );
    check(
        "terms.toml",
        "[[term]]",
        "[[terms]]",
        "unknown key `terms` at config/terms.toml:2:3",
        "did you mean `term`?",
    );
    check(
        "criteria.toml",
        "settled_by",
        "setled_by",
        "unknown key `setled_by` at config/criteria.toml:5:1",
        "`settled_by`?",
    );
    check(
        "kinds.toml",
        "verdict",
        "verdicts",
        "unknown key `verdicts` at config/kinds.toml:3:1",
        "did you mean `verdict`?",
    );
    check(
        "domains.toml",
        "weight",
        "wieght",
        "unknown key `wieght` at config/domains.toml:4:1",
        "did you mean `weight`?",
    );
    check(
        "groups.toml",
        "reason",
        "reasons",
        "unknown key `reasons` at config/groups.toml:5:1",
        "did you mean `reason`?",
    );
    check(
        "patterns/nl.toml",
        "score",
        "skore",
        "unknown key `skore` at config/patterns/nl.toml:7:1",
        "did you mean `score`?",
    );
    check(
        M,
        "base",
        "basis",
        "unknown key `basis` at config/sources/movisie.toml:4:1",
        "did you mean `base`?",
    );
    check(
        M,
        "row =",
        "rows =",
        "unknown key `rows` at config/sources/movisie.toml:10:1",
        "did you mean `row`?",
    );
    check(
        M,
        "level = \"high\"",
        "levels = \"high\"",
        "unknown key `levels` at config/sources/movisie.toml:24:14",
        "`level`?",
    );
    check(
        "sources/map.toml",
        "folder",
        "map",
        "unknown key `map` at config/sources/map.toml:6:1",
        "valid here: `folder`, `list`, `via`",
    );
}

#[test]
fn a_value_that_is_none_of_the_list_gives_the_nearest() {
    check(
        M,
        "\"html\"",
        "\"htlm\"",
        "unknown value `htlm` at config/sources/movisie.toml:5:12",
        "did you mean `html`?",
    );
    check(
        "terms.toml",
        "\"word\"",
        "\"words\"",
        "unknown value `words` at config/terms.toml:6:8",
        "did you mean `word`?",
    );
    check(
        "kinds.toml",
        "\"include\"",
        "\"included\"",
        "unknown value `included` at config/kinds.toml:3:11",
        "did you mean `include`?",
    );
    check(
        "criteria.toml",
        "\"I1\"",
        "\"I11\"",
        "unknown value `I11` at config/criteria.toml:3:6",
        "did you mean `I1`?",
    );
}

#[test]
fn wrong_types_and_missing_keys_name_their_place() {
    check(
        P,
        "2.5",
        "\"snel\"",
        "invalid type: string \"snel\", expected f64 in `harvest.delay_seconds` at pipelines/klein.toml:16:17",
        "",
    );
    check(
        P,
        "question = \"Wat?\"\n",
        "",
        "missing field `question` at pipelines/klein.toml:1:1",
        "every key that has no default",
    );
    check(
        P,
        "\"2024-06-30\"",
        "\"2024-06-31\"",
        "`2024-06-31` is neither a date (2024-06-30) nor `harvest` in `window.until` at pipelines/klein.toml:14:9",
        "",
    );
    check(
        P,
        "\"2024-06-30\"",
        "2024-06-30",
        "a date without quotation marks at pipelines/klein.toml:14:9",
        "put it in quotation marks",
    );
    check(
        "terms.toml",
        "label = \"Samenzorg\"\n",
        "",
        "missing field `label` in `term` at config/terms.toml:2:1",
        "",
    );
    check(
        "terms.toml",
        "id = \"samenzorg\"",
        "id = \"Samen zorg\"",
        "`Samen zorg` is not an id: use small letters, digits and single hyphens in `term.id` at config/terms.toml:3:6",
        "",
    );
    check(
        P,
        "title = \"Klein\"",
        "title = \"Klein",
        "invalid basic string, expected `\"` at pipelines/klein.toml:2:15",
        "",
    );
    check(P, "title = \"Klein\"", "name = \"Klein\"", "duplicate key at pipelines/klein.toml:2:1", "");
}

#[test]
fn a_missing_file_is_named_by_the_key_that_names_it() {
    check(
        P,
        "config/domains.toml",
        "config/domain.toml",
        "no file `config/domain.toml`, which `domains` names at pipelines/klein.toml:7:1",
        "did you mean `config/domains.toml`?",
    );
    check(
        P,
        "config/sources/map.toml",
        "config/sources/maps.toml",
        "no file `config/sources/maps.toml`, which `sources` names at pipelines/klein.toml:10:43",
        "did you mean `config/sources/map.toml`?",
    );
    check(
        P,
        "config/terms.toml",
        "/etc/terms.toml",
        "`/etc/terms.toml` is no path inside the study's folder at pipelines/klein.toml:4:1",
        "without `..`",
    );
    let error =
        Protocol::load(&Files::Folder(study(&[]).path().to_owned()), "kleiin").expect_err("no such name");
    assert_eq!(error.to_string(), "no pipeline `kleiin`");
}

#[test]
fn names_that_nothing_has_are_refused_with_the_nearest() {
    check(
        P,
        "[\"samenzorg\"]",
        "[\"samenzorgg\"]",
        "unknown term `samenzorgg` at pipelines/klein.toml:11:15",
        "did you mean `samenzorg`?",
    );
    check(
        P,
        "[stop.movisie]",
        "[stop.movise]",
        "unknown source `movise` at pipelines/klein.toml:19:7",
        "did you mean `movisie`?",
    );
    check(
        P,
        "\"own-work\"",
        "\"ownwork\"",
        "unknown flag `ownwork` at pipelines/klein.toml:22:1",
        "did you mean `own-work`?",
    );
    check(
        P,
        "flag = \"own-work\"",
        "flag = \"earlier-version\"\nreviewer = \"AB\"",
        "only own work is of a reviewer at pipelines/klein.toml:23:1",
        "leave `reviewer` out",
    );
    check(
        M,
        "\"html.search\" = {",
        "\"html.serch\" = {",
        "`html.serch` is no key of a source at config/sources/movisie.toml:25:1",
        "did you mean `html.search`?",
    );
}

#[test]
fn what_is_there_twice_is_refused_with_the_first_place() {
    check(
        "terms.toml",
        "zorgzame-buurten",
        "samenzorg",
        "term `samenzorg` stands at config/terms.toml:3 and again at config/terms.toml:10:1",
        "id of its own",
    );
    check(
        "terms.toml",
        "\"samen-zorg\"",
        "\"samenzorg\"",
        "text `samenzorg` stands twice in term `samenzorg` at config/terms.toml:5:23",
        "",
    );
    check(
        "terms.toml",
        "[\"buurten\", \"buurt\"]",
        "[\"buurt\", \"buurt\"]",
        "spelling `buurt` stands for `zorgzame buurten` and for `zorgzame buurten` at config/terms.toml:17:23",
        "",
    );
    check(
        "kinds.toml",
        "\"nieuws\"",
        "\"rapport\"",
        "`rapport` stands at config/kinds.toml:2 and again at config/kinds.toml:6:1",
        "keep one",
    );
    check(
        "sources/map.toml",
        "\"map\"",
        "\"movisie\"",
        "source `movisie` stands at config/sources/movisie.toml:1 and again at config/sources/map.toml:1:1",
        "",
    );
    check(
        "patterns/nl.toml",
        "nl-x-is",
        "samenzorg",
        "`samenzorg` stands at config/terms.toml:3 and again at config/patterns/nl.toml:2:1",
        "",
    );
}

#[test]
fn reasons_have_codes_that_other_programs_can_read() {
    let reason = |code: &str, criteria: &str| {
        format!(
            "[[reason]]\ncode = \"{code}\"\ncriteria = {criteria}\nverdict = \"exclude\"\nnl = \"Ja.\"\nen = \"Yes.\""
        )
    };
    let check = |reasons: &[String], problem: &str, hint: &str| {
        let version = "version = \"1\"";
        let with = format!("{version}\n{}", reasons.join("\n"));
        check("criteria.toml", version, &with, problem, hint);
    };
    check(
        &[reason("only mentioned, no more", "[\"E1b\"]")],
        "`only mentioned, no more` is no code of a reason at config/criteria.toml:3:1",
        "cut reasons at commas",
    );
    check(
        &[reason("mention-only", "[\"E1b\"]"), reason("mention-only", "[\"E2\"]")],
        "`mention-only` stands at config/criteria.toml:3 and again at config/criteria.toml:9:1",
        "one reason can name several criteria",
    );
    let nowhere = "reason `mention-only` can be given on no criterion at config/criteria.toml:4:1";
    check(&[reason("mention-only", "[]")], nowhere, "`E1b`");
}

#[test]
fn criteria_are_the_seven_of_the_method_in_order() {
    check(
        "criteria.toml",
        "id = \"I2\"",
        "id = \"W\"",
        "criterion `W` stands where `I2` belongs at config/criteria.toml:9:1",
        "`I1`, `I2`, `W`, `E1a`, `E1b`, `E2`, `E3`",
    );
    check(
        "criteria.toml",
        "scope = \"publication\"",
        "scope = \"pair\"",
        "criterion `I1` has scope `pair` at config/criteria.toml:4:1",
        "scope = \"publication\"",
    );
    check(
        "criteria.toml",
        "settled_by = \"reviewer\"",
        "settled_by = \"rule\"",
        "criterion `E1b` is settled by another than the method says at config/criteria.toml:29:1",
        "settled_by = \"reviewer\"",
    );
    check(
        "criteria.toml",
        "id = \"W\"",
        "id = \"W\"\ndoubt = 9",
        "criterion `W` has a doubt at config/criteria.toml:16:1",
        "leave `doubt` out",
    );
    check(
        "criteria.toml",
        "id = \"E1b\"",
        "id = \"E1b\"\ndoubt = 0",
        "a doubt of 0 is no chance in percent at config/criteria.toml:28:1",
        "write 1",
    );
    let text = criteria();
    let (before, last) = text.rsplit_once("[[criterion]]").unwrap();
    check(
        "criteria.toml",
        &format!("[[criterion]]{last}"),
        "",
        "criterion `E3` is missing after the last one at config/criteria.toml:32:1",
        "each once",
    );
    let (_, first) = before.split_once("[[criterion]]").unwrap();
    let first = first.split_once("[[criterion]]").unwrap().0;
    check(
        "criteria.toml",
        last,
        &format!("{last}[[criterion]]{first}"),
        "criterion `I1` is one too many at config/criteria.toml:45:1",
        "each once",
    );
}

#[test]
fn words_have_a_weight_a_reason_and_small_letters() {
    check(
        "domains.toml",
        "weight = 4",
        "weight = 6",
        "`zorg` has weight 6 at config/domains.toml:4:1",
        "from 1 (weak) to 5",
    );
    check(
        "groups.toml",
        "weight = 5",
        "weight = 0",
        "`jongeren` has weight 0 at config/groups.toml:4:1",
        "from 1 (weak) to 5",
    );
    check(
        "groups.toml",
        "\"jongeren\"",
        "\"Jongeren\"",
        "`Jongeren` is not in small letters without blanks around it at config/groups.toml:2:1",
        "write `jongeren`",
    );
    check("kinds.toml", "\"een rapport\"", "\" \"", "the reason is empty at config/kinds.toml:4:1", "");
    check(
        "kinds.toml",
        "\"exclude\"",
        "\"unclear\"",
        "kind `nieuws` is `unclear` at config/kinds.toml:7:1",
        "leave a doubtful kind off the list",
    );
}

#[test]
fn terms_must_be_able_to_be_typed_and_met() {
    check(
        "terms.toml",
        "[\"samenzorg\", \"samen-zorg\"]",
        "[]",
        "term `samenzorg` has no text to type at config/terms.toml:5:1",
        "only_terms",
    );
    check("terms.toml", "\"samen-zorg\"", "\"\"", "a text to type is empty at config/terms.toml:5:23", "");
    check(
        "terms.toml",
        "[{ name = \"samenzorg\", spellings = [\"samenzorg\"] }]",
        "[]",
        "term `samenzorg` has no variant, so it would never be met in a text at config/terms.toml:7:1",
        "",
    );
    check(
        "terms.toml",
        "[\"buurten\", \"buurt\"]",
        "[]",
        "variant `zorgzame buurten` has no spellings at config/terms.toml:17:1",
        "",
    );
    check(
        "terms.toml",
        "first = [\"zorgzame\", \"zorgzaam\"]\n",
        "",
        "term `zorgzame-buurten` has two parts and no first one at config/terms.toml:13:1",
        "",
    );
    check(
        "terms.toml",
        "form = \"word\"",
        "form = \"word\"\nshort = [\"zorg samen\"]",
        "term `samenzorg`: `zorg samen` is not one word at config/terms.toml:7:10",
        "write the one word by which a text goes on about the term",
    );
    check(
        "terms.toml",
        "form = \"word\"",
        "form = \"word\"\nbeside = [\"wijken\"]",
        "term `samenzorg` is no adjective with a noun, so no noun stands beside it at config/terms.toml:7:1",
        "",
    );
}

#[test]
fn a_text_typed_that_is_no_spelling_is_a_remark_and_no_error() {
    let protocol = load(&study(&[("terms.toml", "\"samen-zorg\"", "\"samen zorgen\"")])).unwrap();
    let remarks: Vec<String> =
        protocol.remarks.iter().map(|remark| format!("{}: {}", remark.origin, remark.text)).collect();
    assert_eq!(
        remarks,
        ["config/terms.toml:5: `samen zorgen` is typed for `samenzorg` but is none of its spellings"]
    );
}

#[test]
fn a_source_has_one_platform_with_its_own_settings_or_says_why_not() {
    check(
        M,
        "platform = \"html\"",
        "platform = \"files\"",
        "`[html]` holds settings of another platform than `files` at config/sources/movisie.toml:6:2",
        "platform = \"html\"",
    );
    check(
        M,
        "platform = \"html\"\n",
        "",
        "`[html]` is there but no `platform` at config/sources/movisie.toml:5:2",
        "",
    );
    check(
        "sources/map.toml",
        "platform = \"files\"\n[files]\nfolder = \"input/map\"\nlist = \"list.csv\"\nvia = \"browse\"\n",
        "",
        "source `map` has neither `platform` nor `unknown` at config/sources/map.toml:1:1",
        "in one sentence",
    );
    check(
        "sources/map.toml",
        "[files]\nfolder = \"input/map\"\nlist = \"list.csv\"\nvia = \"browse\"\n",
        "",
        "platform `files` has no settings at config/sources/map.toml:4:1",
        "write a table `[files]`",
    );
    check(
        M,
        "platform = \"html\"",
        "platform = \"html\"\nunknown = \"waarom\"",
        "`unknown` says why it cannot be searched, and `platform` how it is at config/sources/movisie.toml:6:1",
        "",
    );
    check(
        M,
        "base = \"https://www.movisie.nl/\"\n",
        "",
        "platform `html` has no `base` at config/sources/movisie.toml:4:1",
        "",
    );
}

#[test]
fn a_fallback_has_a_platform_with_its_own_settings() {
    let fallback = |table: &str| format!("{table}\n[kinds_by_path]");
    for (table, problem, hint) in [
        (
            "[[fallback]]\nplatform = \"html\"",
            "platform `html` has no settings at config/sources/movisie.toml",
            "write a table `[fallback.html]`",
        ),
        (
            "[[fallback]]\nplatform = \"files\"",
            "`files` is no fallback of a site at config/sources/movisie.toml",
            "a file of its own",
        ),
        (
            "[[fallback]]\nplatform = \"wordpress\"\n[fallback.html]\nsearch = \"/?s={text}\"\nlist = \"ul\"\nrow = \"li\"\ntitle = \"h3\"",
            "`[fallback.html]` holds settings of another platform than `wordpress`",
            "platform = \"html\"",
        ),
        (
            "[[fallback]]\nplatform = \"html\"\n[fallback.html]\nlist = \"ul\"\nrow = \"li\"\ntitle = \"h3\"",
            "it is not said where the text is sent at config/sources/movisie.toml",
            "the selector of the search form",
        ),
        (
            "[[fallback]]\nplatform = \"html\"\n[fallback.html]\nform = \"form\"\npage = \"/x?p={page}\"\nlist = \"ul\"\nrow = \"li\"\ntitle = \"h3\"",
            "`/x?p={page}` cannot be added to an address",
            "`&page={page}`",
        ),
        (
            "[[fallback]]\nplatform = \"html\"\n[fallback.html]\nsearch = \"https://elders.nl/?s={text}\"\nlist = \"ul\"\nrow = \"li\"\ntitle = \"h3\"",
            "leads to no host of this source",
            "",
        ),
    ] {
        let error = load(&study(&[(M, "[kinds_by_path]", &fallback(table))])).expect_err(problem);
        assert!(error.to_string().contains(problem), "{error}");
        let given = error.hint().unwrap_or_default();
        assert!(given.contains(hint), "{given}");
    }
}

#[test]
fn settings_of_the_government_s_platforms_are_checked() {
    let source = |rest: &str| {
        format!(
            "id = \"rijk\"\nname = \"Rijk\"\ngroup = \"praktijk\"\nbase = \"https://rijk.nl/\"\nhosts = [\"open.overheid.nl\"]\n{rest}"
        )
    };
    let with = |rest: &str| {
        let sources = "\"config/sources/movisie.toml\", ";
        let study = study(&[(P, sources, &format!("{sources}\"config/sources/rijk.toml\", "))]);
        fs::write(study.path().join("config/sources/rijk.toml"), source(rest)).unwrap();
        load(&study).map(|_| ()).map_err(|error| format!("{error} ({})", error.hint().unwrap_or_default()))
    };
    for right in [
        "platform = \"search-ui\"",
        "platform = \"search-ui\"\n[search-ui]\nfilters = { ministry = [\"M\"] }\n[confidence]\n\"search-ui.filters\" = { level = \"low\", evidence = \"x\" }",
        "platform = \"search-ui-rss\"\n[search-ui-rss]\nfirst_day = \"2007\"",
        "platform = \"open-overheid\"\n[open-overheid]\npage_size = 20\nfilters = { organisatie = [\"m\"], thema = [\"z\"] }",
        "platform = \"open-overheid\"\n[[fallback]]\nplatform = \"search-ui\"\n[fallback.search-ui]\nsearch = \"/zoek\"\n[confidence]\n\"fallback.search-ui.search\" = { level = \"low\", evidence = \"x\" }",
    ] {
        assert_eq!(with(right), Ok(()), "{right}");
    }
    for (wrong, problem) in [
        (
            "platform = \"open-overheid\"\n[open-overheid]\npage_size = 25",
            "`page_size` cannot be 25 at config/sources/rijk.toml:8:1 (write 10, 20 or 50",
        ),
        (
            "platform = \"open-overheid\"\n[open-overheid]\napi = \"https://elders.nl/api/\"",
            "`https://elders.nl/api/` leads to no host of this source",
        ),
        (
            "platform = \"open-overheid\"\n[open-overheid]\npublished_from = \"2020\"\npublished_until = \"2019\"",
            "`published_until` (2019) lies before `published_from` (2020)",
        ),
        ("platform = \"open-overheid\"\n[open-overheid]\nfilters = { soort = [\"x\"] }", "soort"),
        ("platform = \"search-ui\"\n[search-ui]\nfilters = { ministry = [] }", "`ministry` has no value"),
        ("platform = \"search-ui\"\n[search-ui]\nfilters = { ministry = [\" \"] }", "the value is empty"),
        ("platform = \"search-ui\"\n[search-ui]\nzoek = \"/api\"", "zoek"),
        (
            "platform = \"search-ui\"\n[search-ui]\nsearch = \"mailto:a@b.nl\"",
            "leads to no host of this source",
        ),
        (
            "platform = \"search-ui\"\n[search-ui-rss]\nfeed = \"/api/rss\"",
            "`[search-ui-rss]` holds settings of another platform than `search-ui`",
        ),
        (
            "platform = \"search-ui\"\n[[fallback]]\nplatform = \"search-ui-rss\"\n[fallback.open-overheid]\npage_size = 10",
            "`[fallback.open-overheid]` holds settings of another platform",
        ),
        ("platform = \"search-ui-rss\"\n[search-ui-rss]\nfirst_day = \"morgen\"", "morgen"),
        (
            "platform = \"search-ui\"\n[confidence]\n\"search-ui.feed\" = { level = \"low\", evidence = \"x\" }",
            "`search-ui.feed` is no key of a source",
        ),
    ] {
        let error = with(wrong).expect_err(wrong);
        assert!(error.contains(problem), "{error}");
    }
}

#[test]
fn selectors_expressions_and_addresses_are_tried_when_they_are_read() {
    check(
        M,
        "'(\\d+) resultaten'",
        "'(\\d+ resultaten'",
        "`total_pattern` is no regular expression: unclosed group at config/sources/movisie.toml:15:1",
        "",
    );
    check(
        M,
        "'(\\d+) resultaten'",
        "'\\d+ resultaten'",
        "`total_pattern` has 0 groups, not one at config/sources/movisie.toml:15:1",
        "round brackets",
    );
    check(
        M,
        "'(?<kind>[^|]+) \\| (?<date>.+)'",
        "'(?<soort>.+)'",
        "it has no group `kind` or `date` at config/sources/movisie.toml:13:1",
        "",
    );
    check(
        M,
        "\n[landing]\n",
        "\nnone_text = \"niets\"\n[landing]\n",
        "`none_text` stands without `none` at config/sources/movisie.toml:16:1",
        "",
    );
    check(M, "q={text}\"", "q=\"", "`/zoeken?q=` has no `{text}` at config/sources/movisie.toml:7:1", "");
    check(
        M,
        "\"/zoeken?q={text}\"",
        "\"https://zoek.nl/?q={text}\"",
        "`https://zoek.nl/?q={text}` leads to no host of this source at config/sources/movisie.toml:7:1",
        "add its host to `hosts`",
    );
    check(
        M,
        "https://movisie.nl/oud/",
        "https://www.movisie.nl/oud/",
        "`https://www.movisie.nl/oud/` is not in canonical form at config/sources/movisie.toml:21:1",
        "write `https://movisie.nl/oud/`",
    );
    check(
        M,
        "\"/publicatie/\" =",
        "\"publicatie/\" =",
        "`publicatie/` does not begin with a slash at config/sources/movisie.toml:19:1",
        "\"/publicatie/\"",
    );
    check(
        M,
        "platform = \"html\"",
        "platform = \"html\"\nhosts = [\"https://movisie.nl\"]",
        "`https://movisie.nl` is no host at config/sources/movisie.toml:6:10",
        "",
    );
    check(
        "sources/map.toml",
        "browse",
        "search",
        "a folder or list is never met by the route `search` at config/sources/map.toml:8:1",
        "hand-search",
    );
    check(
        "patterns/nl.toml",
        "een\\b'",
        "een(\\b'",
        "`matches` is no regular expression: unclosed group at config/patterns/nl.toml:5:1",
        "",
    );
    check(
        "patterns/nl.toml",
        "{term} is een\\b",
        "is een\\b",
        "pattern `nl-x-is`: `matches` does not contain `{term}` at config/patterns/nl.toml:5:1",
        "write `{term}` where the term stands",
    );
    check(
        "patterns/nl.toml",
        "score = 80",
        "score = 0",
        "pattern `nl-x-is` has score 0 at config/patterns/nl.toml:7:1",
        "",
    );
    let error = load(&study(&[(M, "\"h3\"", "\"h3[\"")])).unwrap_err();
    assert!(error.to_string().starts_with("`h3[` is no CSS selector: "), "{error}");
    assert!(error.to_string().ends_with(" at config/sources/movisie.toml:11:1"), "{error}");
}

#[test]
fn a_pipeline_must_make_sense() {
    check(
        P,
        "\"2024-06-30\"",
        "\"2006\"",
        "the window ends in 2006, before it begins in 2007 at pipelines/klein.toml:14:1",
        "",
    );
    check(
        P,
        "name = \"klein\"",
        "name = \"groot\"",
        "the pipeline `pipelines/klein.toml` calls itself `groot` at pipelines/klein.toml:1:1",
        "one run folder",
    );
    check(
        P,
        "[window]",
        "archive = \"klein\"\n[window]",
        "`klein` would read its own archive and so never make one at pipelines/klein.toml:12:1",
        "",
    );
    check(P, "2.5", "-1", "`delay_seconds` cannot be -1 at pipelines/klein.toml:16:1", "");
    check(P, "2.5", "nan", "`delay_seconds` cannot be NaN at pipelines/klein.toml:16:1", "");
    check(
        P,
        "result_pages = 10",
        "result_pages = 0",
        "`result_pages` is 0, so nothing would be read at pipelines/klein.toml:18:1",
        "",
    );
    check(
        P,
        "delay_seconds = 2.5",
        "connect_to = { \"movisie.demo\" = \"127.0.0.1:80\" }",
        "`movisie.demo` is connected to this machine at pipelines/klein.toml:16:16",
        "allow_loopback = true",
    );
    check(
        P,
        "delay_seconds = 2.5",
        "connect_to = { \"movisie.demo\" = \"localhost\" }",
        "`localhost` is no address to connect `movisie.demo` to at pipelines/klein.toml:16:16",
        "127.0.0.1:8080",
    );
    check(P, "hits = 500", "", "the stop rule of `movisie` says nothing at pipelines/klein.toml:19:7", "");
    check(
        P,
        "authors_contain = \"Jansen\"\n",
        "",
        "a flag rule holds for every publication at pipelines/klein.toml:21:1",
        "",
    );
}

#[test]
fn who_carries_a_study_out_and_under_which_licence_can_be_followed() {
    let question = "question = \"Wat?\"";
    check(
        P,
        question,
        "question = \"Wat?\"\nlicence = \"CC-BY\"",
        "`CC-BY` is no address of a licence at pipelines/klein.toml:4:1",
        "https://creativecommons.org/",
    );
    check(
        P,
        "authors_contain = \"Jansen\"\n",
        "authors_contain = \"Jansen\"\n[[author]]\nname = \"A\"\norcid = \"0000-0001\"\n",
        "`0000-0001` is no address of an ORCID record at pipelines/klein.toml:26:1",
        "https://orcid.org/",
    );
}

#[test]
fn every_rule_knows_its_line() {
    let folder = study(&[]);
    let protocol = load(&folder).unwrap();
    for (rule, expected) in [
        ("samenzorg", Some("config/terms.toml:3")),
        ("zorgzame-buurten", Some("config/terms.toml:10")),
        ("I1", Some("config/criteria.toml:3")),
        ("E3", Some("config/criteria.toml:39")),
        ("kind:nieuws", Some("config/kinds.toml:6")),
        ("domain:zorg", Some("config/domains.toml:2")),
        ("group:jongeren", Some("config/groups.toml:2")),
        ("nl-x-is", Some("config/patterns/nl.toml:2")),
        ("source:map", Some("config/sources/map.toml:1")),
        ("kind:vacature", None),
    ] {
        assert_eq!(protocol.origin(rule).map(|origin| origin.to_string()).as_deref(), expected, "{rule}");
    }
}

const NAMES_CODEBOOK: (&str, &str, &str) = (
    P,
    "patterns = ",
    "codebook = \"config/codebook.toml\"\nearlier_crosses = \"config/crosses.csv\"\npatterns = ",
);

/// As [`check`], in a study whose pipeline names the codebook and the crosses.
#[track_caller]
fn check_codebook(path: &str, from: &str, to: &str, message: &str, hint: &str) {
    let error = load(&study(&[NAMES_CODEBOOK, (path, from, to)])).expect_err(message);
    assert_eq!(error.to_string(), message);
    let given = error.hint().unwrap_or_default();
    assert!(given.contains(hint), "hint was: {given}");
}

#[test]
fn a_codebook_and_the_crosses_of_an_earlier_table_are_read_where_they_are_named() {
    assert!(load(&study(&[])).unwrap().codebook.is_none());
    let protocol = load(&study(&[NAMES_CODEBOOK])).unwrap();
    let codebook = protocol.codebook.as_ref().unwrap();
    assert_eq!(codebook.element("e02").map(|element| element.label_en.as_str()), Some("village"));
    assert_eq!(codebook.element("e03"), None);
    assert_eq!(codebook.category("schaal").map(|category| category.label_en.as_str()), Some("scale"));
    let crosses: Vec<String> = protocol
        .earlier_crosses
        .iter()
        .map(|cross| format!("{} {} {}", cross.element, cross.term, cross.cross))
        .collect();
    assert_eq!(crosses, ["e02 samenzorg yes", "e01 samenzorg unknown"]);
    assert_eq!(protocol.origin("element:e02").unwrap().to_string(), "config/codebook.toml:18");
    assert_eq!(protocol.digests.files.len(), 11);
}

#[test]
fn a_codebook_must_have_cues_that_can_be_met() {
    const C: &str = "codebook.toml";
    let at = |line_and_column: &str| format!("config/codebook.toml:{line_and_column}");
    let check = |from, to, message: &str, hint| check_codebook(C, from, to, message, hint);
    check(
        "cues = [\"dorp\"]",
        "cues = []",
        &format!("element `e02` has no cues, so no passage is ever proposed for it at {}", at("23:1")),
        "eigen regie",
    );
    check(
        "\"dorp\"]",
        "\"do*\"]",
        &format!("`do*` has a beginning of less than three letters at {}", at("23:9")),
        "more letters",
    );
    check(
        "\"dorp\"]",
        "\"d*rp\"]",
        &format!("`d*rp` has a `*` that is not the end of a word at {}", at("23:9")),
        "behind",
    );
    check(
        "\"dorp\"]",
        "\"dorp ...\"]",
        &format!("`dorp ...` has `...` at an end at {}", at("23:9")),
        "between",
    );
    check(
        "\"dorp\"]",
        "\"Dorp\"]",
        &format!("`Dorp` is not in small letters without blanks around it at {}", at("23:9")),
        "`dorp`",
    );
    check(
        "\"dorp\"]",
        "\"dorp, wijk\"]",
        &format!("`dorp, wijk` has a mark of punctuation at {}", at("23:9")),
        "comma",
    );
    check(
        "\"dorp\"]",
        "\"dorp & wijk\"]",
        &format!("`dorp & wijk` has a part without letters at {}", at("23:9")),
        "words",
    );
    check(
        "\"dorp\"]",
        "\"dorp\", \"dorp\"]",
        &format!("`dorp` stands at {} and again at {}", at("23"), at("23:17")),
        "keep one",
    );
    check("[\"geen\"]", "[\"\"]", &format!("a word is empty at {}", at("1:14")), "write it");
    check(
        "id = \"e02\"",
        "id = \"e01\"",
        &format!("`e01` stands at {} and again at {}", at("8"), at("18:1")),
        "of its own",
    );
    check(
        "id = \"e02\"\ncategory = \"schaal\"",
        "id = \"e02\"\ncategory = \"schal\"",
        &format!("unknown category `schal` at {}", at("19:1")),
        "`schaal`?",
    );
    check(
        "cues = [\"dorp\"]",
        "ceus = [\"dorp\"]",
        &format!("unknown key `ceus` at {}", at("23:1")),
        "`cues`?",
    );
    check(
        "explanation = \"Dorp.\"",
        "explanation = \" \"",
        &format!("`explanation` is empty at {}", at("22:1")),
        "write it",
    );
}

#[test]
fn crosses_of_an_earlier_table_fit_the_codebook_and_the_terms() {
    const C: &str = "crosses.csv";
    check_codebook(
        C,
        "e02,",
        "e03,",
        "unknown element `e03` at config/crosses.csv:2:1",
        "the codebook has: `e01`, `e02`",
    );
    check_codebook(
        C,
        "e01,",
        "e02,",
        "`e02` stands at config/crosses.csv:2 and again at config/crosses.csv:3:1",
        "one row",
    );
    check_codebook(
        C,
        "yes",
        "x",
        "`x` in column `samenzorg` is no cross at config/crosses.csv:2:1",
        "`yes`, `no`",
    );
    check_codebook(
        C,
        "samenzorg",
        "samenzrog",
        "unknown column `samenzrog` at config/crosses.csv:1:1",
        "`samenzorg`?",
    );
    check_codebook(
        C,
        "element,label",
        "label,category",
        "there is no column `element` at config/crosses.csv:1:1",
        "ids",
    );
    check_codebook(
        C,
        ",lost",
        "",
        "a row has another number of cells than the header at config/crosses.csv:3:1",
        "around it",
    );
    check(
        P,
        "patterns = ",
        "earlier_crosses = \"config/crosses.csv\"\npatterns = ",
        "there is no codebook, so there is no Table 2 to compare with at pipelines/klein.toml:9:1",
        "codebook",
    );
    check(
        P,
        "patterns = ",
        "codebook = \"config/codebok.toml\"\npatterns = ",
        "no file `config/codebok.toml`, which `codebook` names at pipelines/klein.toml:9:1",
        "`config/codebook.toml`?",
    );
}

#[test]
fn a_codebook_belongs_to_the_screening_digest_and_only_where_it_is_named() {
    let digests = |changes: &[(&str, &str, &str)]| load(&study(changes)).unwrap().digests;
    let (without, with) = (digests(&[]), digests(&[NAMES_CODEBOOK]));
    assert_eq!(without.screening, digests(&[("codebook.toml", "\"dorp\"]", "\"dorpje\"]")]).screening);
    assert_ne!(without.screening, with.screening);
    assert_eq!(without.search, with.search);
    for change in [("codebook.toml", "\"dorp\"]", "\"dorpje\"]"), ("crosses.csv", "yes", "no")] {
        let changed = digests(&[NAMES_CODEBOOK, change]);
        assert_ne!(changed.screening, with.screening, "{change:?}");
        assert_eq!(changed.search, with.search);
    }
}

/// Makes a change and tells whether the search digest, the screening digest and the files changed.
#[track_caller]
fn check_digests(path: &str, from: &str, to: &str, expected: (bool, bool, bool)) {
    let before = load(&study(&[])).unwrap().digests;
    let after = load(&study(&[(path, from, to)])).unwrap().digests;
    let changed =
        (before.search != after.search, before.screening != after.screening, before.files != after.files);
    assert_eq!(changed, expected, "{path}: `{from}` to `{to}`");
}

#[test]
fn each_digest_changes_with_what_it_is_about_and_with_nothing_else() {
    let (nothing, search, screening) = ((false, false, true), (true, false, true), (false, true, true));
    check_digests("terms.toml", "# Twee termen.", "# Drie.", nothing);
    check_digests("terms.toml", "label = \"Samenzorg\"\ntexts", "label = 'Samenzorg' # zo\n\ntexts", nothing);
    check_digests(M, "list = \"ul.results\"\nrow = \"li\"", "row = \"li\"\nlist = \"ul.results\"", nothing);
    check_digests(P, "delay_seconds = 2.5", "delay_seconds = 1.0", nothing);
    check_digests(P, "question = \"Wat?\"", "question = \"Wat?\"\ncontact = \"a@b.nl\"", nothing);
    check_digests(P, "question = \"Wat?\"", "question = \"Wat?\"\nlicence = \"https://a.nl/\"", nothing);
    check_digests(
        P,
        "delay_seconds = 2.5",
        "allow_loopback = true\nconnect_to = { \"a.nl\" = \"127.0.0.1:80\" }",
        nothing,
    );
    check_digests(M, "evidence = \"gezien\"", "evidence = \"gehoord\"", nothing);
    check_digests(M, "platform = \"html\"", "platform = \"html\"\ndelay_seconds = 9.0", nothing);
    check_digests("terms.toml", "\"samen-zorg\"", "\"samen zorg\"", search);
    check_digests(M, "row = \"li\"", "row = \"tr\"", search);
    check_digests(P, "hits = 500", "hits = 600", search);
    check_digests(P, "result_pages = 10", "result_pages = 11", search);
    check_digests(P, "only_terms = [\"samenzorg\"]", "", search);
    check_digests("sources/map.toml", "via = \"browse\"", "via = \"contact\"", search);
    let (list, here) = ("[catalogue]\nplatform = \"sitemap\"\npaths = [\"/a/\"]\n[landing]", "[landing]");
    check_digests(M, here, list, nothing);
    check_digests("terms.toml", "[\"buurten\", \"buurt\"]", "[\"buurten\"]", screening);
    check_digests("kinds.toml", "reason = \"nieuws\"", "reason = \"geen publicatie\"", screening);
    check_digests("patterns/nl.toml", "score = 80", "score = 81", screening);
    check_digests("criteria.toml", "\"1\"", "\"2\"", screening);
    check_digests(P, "until = \"2024-06-30\"", "until = \"harvest\"", screening);
    check_digests(M, "date = \"time\"", "date = \".datum\"", screening);
    check_digests(P, "\"Jansen\"", "\"De Vries\"", screening);
    check_digests(P, "result_pages = 10", "result_pages = 10\ndocument_pages = 9", screening);
    check_digests(P, "question = \"Wat?\"", "question = \"Wat?\"\npdf_engine = \"pdfium\"", screening);
    check_digests(P, "question = \"Wat?\"", "question = \"Wat?\"\npdf_engine = \"pdf-oxide\"", nothing);
}

const LIST: &str = "[catalogue]\nplatform = \"sitemap\"\npaths = [\"/publicatie/\"]\n[landing]";
const SWITCHED_ON: (&str, &str, &str) =
    (P, "only_terms = [\"samenzorg\"]", "only_terms = [\"samenzorg\"]\ncatalogue = [\"movisie\"]");

#[test]
fn a_catalogue_adds_its_own_queries_and_changes_the_search_digest_where_it_is_switched_on() {
    let off = load(&study(&[(M, "[landing]", LIST)])).unwrap();
    assert!(off.queries().iter().all(|query| query.via != bron_model::Route::Catalogue));
    let on = load(&study(&[(M, "[landing]", LIST), SWITCHED_ON])).unwrap();
    let queries: Vec<String> =
        on.queries().iter().map(|query| format!("{} {} {}", query.source, query.text, query.via)).collect();
    let expected = [
        "movisie samenzorg search",
        "movisie samenzorg catalogue",
        "movisie samen-zorg search",
        "movisie samen-zorg catalogue",
        "map samenzorg browse",
        "map samen-zorg browse",
    ];
    assert_eq!(queries, expected);
    assert_ne!(on.digests.search, off.digests.search);
    assert_eq!(on.digests.screening, off.digests.screening);
    let settings = on.catalogue_of(&on.sources[0]).unwrap();
    assert_eq!((settings.place(), settings.ceiling), (Some("/sitemap.xml"), 500));
    let other = LIST.replace("paths", "ceiling = 9\npaths");
    let other = load(&study(&[(M, "[landing]", &other), SWITCHED_ON])).unwrap();
    assert_ne!(on.digests.search, other.digests.search);
}

#[test]
fn a_catalogue_must_be_able_to_be_asked_and_named() {
    let list = |settings: &str| format!("[catalogue]\n{settings}\n[landing]");
    for (settings, message, hint) in [
        (
            "platform = \"sitemap\"",
            "a sitemap lists everything, and `paths` does not say what is read of it",
            "paths = [",
        ),
        ("platform = \"oai-pmh\"", "it is not said where the repository is asked", "?verb=Identify"),
        (
            "platform = \"oai-pmh\"\naddress = \"https://elders.nl/oai\"",
            "`https://elders.nl/oai` leads to no host of this source",
            "add its host to `hosts`",
        ),
        (
            "platform = \"sitemap\"\naddress = \"ftp://www.movisie.nl/x\"\npaths = [\"/\"]",
            "`ftp://www.movisie.nl/x` leads to no host of this source",
            "host of `base`",
        ),
        (
            "platform = \"sitemap\"\npaths = [\"publicatie\"]",
            "`publicatie` does not begin with a slash",
            "\"/publicatie\"",
        ),
        (
            "platform = \"sitemap\"\npaths = [\"/\"]\nceiling = 0",
            "`ceiling` is 0, so nothing would be read",
            "at least 1",
        ),
        (
            "platform = \"sitemap\"\npaths = [\"/\"]\nset = \"x\"",
            "a sitemap has no `set`",
            "platform = \"oai-pmh\"",
        ),
        ("platform = \"oai-pmh\"\naddress = \"/oai\"\nset = \" \"", "the set is empty", "write it"),
    ] {
        let error = load(&study(&[(M, "[landing]", &list(settings))])).expect_err(message);
        let told = error.to_string();
        assert!(told.starts_with(&format!("{message} at config/sources/movisie.toml:")), "{told}");
        assert!(error.hint().unwrap_or_default().contains(hint), "{error:?}");
    }
    let with = |ids: &str| format!("only_terms = [\"samenzorg\"]\ncatalogue = [{ids}]");
    for (ids, message) in [
        ("\"vilans\"", "unknown source `vilans`"),
        ("\"map\"", "source `map` has no catalogue"),
        ("\"movisie\", \"movisie\"", "`movisie` stands here twice"),
    ] {
        let with = with(ids);
        let changes = [(M, "[landing]", LIST), (P, "only_terms = [\"samenzorg\"]", with.as_str())];
        let error = load(&study(&changes)).expect_err(message);
        let told = error.to_string();
        assert!(told.starts_with(&format!("{message} at pipelines/klein.toml:12:")), "{told}");
    }
}

#[test]
fn the_digests_of_the_small_study_are_those_of_the_first_version() {
    let digests = load(&study(&[])).unwrap().digests;
    assert_eq!(
        digests.search, "0af948f9374fa9906b70ddf48d06cc5b3fe721da0f717373fa086f516e56d3f8",
        "an archive remembers this one"
    );
    assert_eq!(digests.screening, "1c10ad75d1c9a3201ce88d1650188b249a2ada6a5b54246dd14020ec89a39ba5");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]
    #[test]
    fn a_damaged_file_is_an_error_and_never_a_panic(
        which in 0usize..9,
        at in 0.0f64..1.0,
        length in 0usize..20,
        put in "[\\[\\]{}=\"'\\\\.,#\n0-9a-zé-]{0,6}",
    ) {
        let folder = study(&[]);
        let protocol = load(&folder).unwrap();
        let path = folder.path().join(protocol.digests.files.keys().nth(which).unwrap());
        let text = fs::read_to_string(&path).unwrap();
        let from = text.floor_char_boundary((text.len() as f64 * at) as usize);
        let to = text.floor_char_boundary((from + length).min(text.len()));
        fs::write(&path, format!("{}{put}{}", &text[..from], &text[to..])).unwrap();
        if let Err(error) = load(&folder) {
            proptest::prop_assert!(!error.to_string().is_empty());
            let _ = error.hint();
        }
    }
}

const PERMISSION: &str = "robots = \"permission\"\nplatform = \"html\"\n[permission]\nwho = \"A. Beheerder\"\nwhen = \"2026-11-02\"\n\
    letter = \"permissions/brief.pdf\"\npaths = [\"/zoeken\"]\n[html]";

#[test]
fn a_permission_says_who_when_by_which_letter_and_for_which_paths() {
    let html = "platform = \"html\"\n[html]";
    let protocol = load(&study(&[(M, html, PERMISSION)])).unwrap();
    let permission = protocol.sources[0].permission.as_ref().unwrap();
    assert_eq!(
        (permission.who.as_str(), permission.paths.as_slice()),
        ("A. Beheerder", &["/zoeken".to_owned()][..])
    );
    let wrong = |from: &str, to: &str, message: &str, hint: &str| {
        assert!(PERMISSION.contains(from), "{from}");
        let error = load(&study(&[(M, html, &PERMISSION.replacen(from, to, 1))])).expect_err(message);
        assert!(error.to_string().contains(message), "{error}");
        assert!(error.hint().unwrap_or_default().contains(hint), "{:?}", error.hint());
    };
    wrong(
        "permission\"\n",
        "obey\"\n",
        "`[permission]` is there but robots.txt is obeyed",
        "or take the table away",
    );
    wrong("A. Beheerder", " ", "who gave it", "");
    wrong("2026-11-02", "gisteren", "gisteren", "");
    wrong(
        "permissions/brief.pdf",
        "/etc/brief.pdf",
        "is no path inside the study's folder",
        "from the study's folder",
    );
    wrong("[\"/zoeken\"]", "[]", "the permission opens no path", "[\"/zoeken\"]");
    wrong("\"/zoeken\"", "\"/zoeken?q=\"", "`/zoeken?q=` is no beginning of a path", "after the host");
    wrong("\"/zoeken\"", "\"zoeken\"", "`zoeken` is no beginning of a path", "after the host");
    wrong("letter = \"permissions/brief.pdf\"\n", "", "letter", "");
    let alone = "robots = \"permission\"\nplatform = \"html\"\n[html]";
    let error = load(&study(&[(M, html, alone)])).unwrap_err();
    assert!(error.to_string().contains("it is not said who gave the permission"), "{error}");
}

#[test]
fn selectors_for_saved_pages_are_tried_and_belong_to_a_site() {
    let hand = "[hand]\nlist = \"ol\"\nrow = \"li\"\ntitle = \"h3\"\n[landing]";
    assert!(load(&study(&[(M, "[landing]", hand)])).unwrap().sources[0].hand.is_some());
    for (from, to, message) in [
        ("\"ol\"", "\"ol >\"", "is no CSS selector"),
        ("[hand]\n", "[hand]\nsearch = \"https://elders.nl/?q={text}\"\n", "leads to no host of this source"),
        ("[hand]\n", "[hand]\nsearch = \"/zoek\"\n", "has no `{text}`"),
    ] {
        let error = load(&study(&[(M, "[landing]", &hand.replacen(from, to, 1))])).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
    let folder = "[hand]\nlist = \"ol\"\nrow = \"li\"\ntitle = \"h3\"\n[files]";
    let error = load(&study(&[("sources/map.toml", "[files]", folder)])).unwrap_err();
    assert!(error.to_string().contains("the source is a folder"), "{error}");
}
