//! A path that robots.txt closes and the site's keeper opened.

use crate::sites::Sites;
use crate::world::{World, rows};

const CLOSED: &str = "User-agent: *\nDisallow: /zoeken\n";
const PERMISSION: &str = "robots = \"permission\"\nplatform = \"html\"\n\n[permission]\nwho = \"de beheerder van Movisie\"\n\
    when = \"2026-11-02\"\nletter = \"permissions/movisie.txt\"\npaths = [\"/zoeken\"]\n";

#[test]
fn what_a_letter_opens_is_asked_and_the_letter_is_told_everywhere() {
    let sites = Sites::start().with_front("movisie.demo", CLOSED, &[]);
    let world = World::with_study();
    let pipeline = sites.in_pipeline(&world.read("pipelines/demo.toml"));
    world.write("pipelines/demo.toml", &pipeline);
    world.edit("config/demo/sources/movisie.toml", "platform = \"html\"\n", PERMISSION);

    let answer = world.bron(&["run", "demo", "--accept-proposals"]);
    assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
    assert!(answer.err.contains("permissions/movisie.txt") && answer.err.contains("hint:"), "{}", answer.err);
    assert!(!world.path("output/demo").exists());

    world.write("permissions/movisie.txt", "U mag onze zoekpagina bevragen.\n");
    let told = "de beheerder van Movisie, 2026-11-02 (permissions/movisie.txt)";
    let answer = world.bron(&["plan", "demo"]);
    assert!(answer.out.contains(told), "{}", answer.out);
    let answer = world.bron(&["run", "demo", "--accept-proposals"]);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    assert!(answer.out.contains(told), "below Table 1: {}", answer.out);
    assert!(world.read("output/demo/run.json").contains(told));
    let queries = rows(&world.path("output/demo/1-search/queries.csv"));
    let movisie = queries.iter().filter(|row| row["source"] == "movisie");
    assert!(
        movisie.clone().count() == 19 && movisie.clone().all(|row| row["interface"] == "html"),
        "{queries:?}"
    );
    let archive = bron_store::Archive::open_read(&world.path("output/demo/archive")).unwrap();
    let letter = archive.resource("https://movisie.permission.bron.invalid/permissions/movisie.txt").unwrap();
    assert_eq!(letter.unwrap().bytes, b"U mag onze zoekpagina bevragen.\n");
}
