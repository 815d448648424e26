//! Reads a pipeline and everything it names into one value.

use crate::checks;
use crate::config_file::{ConfigFile, Step, way};
use crate::digests::{Digests, screening_digest, search_digest};
use crate::earlier_table1::EarlierTable1;
use crate::error::{Error, Origin, nearest};
use crate::files::{Files, is_inside};
use crate::known::KnownList;
use crate::{
    CatalogueSettings, Codebook, Compared, Criteria, DomainWord, EarlierCross, GroupWord, KindWord, Lexicons,
    Mention, Pattern, Pipeline, Platform, Question, Source, Statements, Term, WordPressSettings, comparison,
    questions, statements,
};
use bron_model::{Query, Route, SourceId, TermId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Everything that was decided before the search. No later stage can change it.
#[derive(Debug, Clone)]
pub struct Protocol {
    /// The path of the pipeline's file, from the study's folder.
    pub path: String,
    /// The pipeline.
    pub pipeline: Pipeline,
    /// All terms of the file, in its order, whether searched or not: a document is read for all of them.
    pub terms: Vec<Term>,
    /// The criteria, exactly seven, in the order of the method.
    pub criteria: Criteria,
    /// The word lists.
    pub lexicons: Lexicons,
    /// The patterns of all files, in the pipeline's order.
    pub patterns: Vec<Pattern>,
    /// The ways to name a term without saying what it is, of all files, in the pipeline's order.
    pub mentions: Vec<Mention>,
    /// The codebook; `None` where the pipeline names none.
    pub codebook: Option<Codebook>,
    /// The crosses of an earlier Table 2, in the order of its file; none where the pipeline names no such file.
    pub earlier_crosses: Vec<EarlierCross>,
    /// The sources, in the pipeline's order.
    pub sources: Vec<Source>,
    /// The publications that an earlier review names; `None` where the pipeline names no such list. No stage reads it,
    /// so it has no part in the digests.
    pub known: Option<KnownList>,
    /// Table 1 of an earlier review; `None` where the pipeline names none. No stage reads it, so it has no part in the
    /// digests.
    pub earlier_table1: Option<EarlierTable1>,
    /// The questions to the authors of an earlier review; none where the pipeline names no such file.
    pub questions: Vec<Question>,
    /// The term comparison sheet; no cells where the pipeline names no such file.
    pub comparison: Vec<Compared>,
    /// What only people can say in the report; nothing where the pipeline names no such file.
    pub statements: Statements,
    /// Digests of all this.
    pub digests: Digests,
    /// What is odd but allowed, for `bron plan` to print.
    pub remarks: Vec<Remark>,
    origins: BTreeMap<String, Origin>,
}

/// Something in the configuration that is allowed and perhaps not meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where.
    pub origin: Origin,
    /// What.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermsFile {
    term: Vec<Term>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindsFile {
    kind: Vec<KindWord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DomainsFile {
    domain: Vec<DomainWord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupsFile {
    group: Vec<GroupWord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternsFile {
    pattern: Vec<Pattern>,
    #[serde(default)]
    mention: Vec<Mention>,
}

impl Protocol {
    /// Reads the pipeline (a name or a path, as [`Files::pipeline_path`] takes it) and every file that it names.
    ///
    /// The first thing that is wrong is the error: an unknown key with the nearest valid one, a file that is not
    /// there with the key that names it, a value that makes no sense with the place where it stands. A file that no
    /// pipeline names is never read.
    pub fn load(files: &Files, pipeline: &str) -> Result<Self, Error> {
        Self::load_changed(files, pipeline, |_| ())
    }

    /// As [`Protocol::load`], with a change to what the pipeline's file says before the rest is read and checked: what if the
    /// window ended earlier, or another file were named? The digests are those of the changed pipeline, but for the bytes of
    /// its file.
    pub fn load_changed(
        files: &Files,
        pipeline: &str,
        change: impl FnOnce(&mut Pipeline),
    ) -> Result<Self, Error> {
        let path = files.pipeline_path(pipeline)?;
        let bytes = files
            .read(&path)?
            .ok_or_else(|| Error::NoPipeline { asked: pipeline.to_owned(), known: files.pipelines() })?;
        let file = ConfigFile::new(&path, &bytes)?;
        let mut pipeline: Pipeline = file.read()?;
        change(&mut pipeline);
        Loading { files, pipeline_file: &file, digests: BTreeMap::new(), origins: BTreeMap::new() }
            .run(path, pipeline)
    }

    /// The queries: sources in the pipeline's order, terms and texts in the file's order. A source that cannot be
    /// searched yet has its queries as well: they become rows that say so. Where a source's catalogue is switched on,
    /// each text is followed by itself on that route: nothing is typed anywhere for it.
    pub fn queries(&self) -> Vec<Query> {
        let mut queries = Vec::new();
        for source in &self.sources {
            let via = source.files.as_ref().map_or(Route::Search, |files| files.via);
            let catalogue = self.catalogue_of(source).map(|_| Route::Catalogue);
            let routes: Vec<Route> = [Some(via), catalogue].into_iter().flatten().collect();
            for term in self.searched_terms() {
                queries.extend(term.texts.iter().flat_map(|text| {
                    routes.iter().map(|via| Query {
                        source: source.id.clone(),
                        term: term.id.clone(),
                        text: text.clone(),
                        via: *via,
                    })
                }));
            }
        }
        queries
    }

    /// The queries without those of the route `catalogue`: what is typed, by the program or by a person.
    pub fn typed_queries(&self) -> Vec<Query> {
        let mut queries = self.queries();
        queries.retain(|query| query.via != Route::Catalogue);
        queries
    }

    /// The catalogue of a source, where the pipeline switches it on.
    pub fn catalogue_of<'s>(&self, source: &'s Source) -> Option<&'s CatalogueSettings> {
        let is_on = self.pipeline.catalogue.contains(&source.id);
        source.catalogue.as_ref().filter(|_| is_on)
    }

    /// The terms that are searched: those in `only_terms`, else all; in the file's order.
    pub fn searched_terms(&self) -> impl Iterator<Item = &Term> {
        let only = &self.pipeline.only_terms;
        self.terms.iter().filter(move |term| only.is_empty() || only.iter().any(|id| id == term.id.as_str()))
    }

    /// The term with that id; `None` where the file has none.
    pub fn term(&self, id: &TermId) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == *id)
    }

    /// The source with that id; `None` where the pipeline names none.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == *id)
    }

    /// Where a rule is written down: a criterion (`I2`), a word (`kind:nieuws`, `domain:zorg`, `group:jongeren`), a
    /// pattern id, a term id, an element of the codebook (`element:e01`) or a source (`source:movisie`). The rule of a criterion that is no word (`E1a-occurrence`)
    /// is written down with the criterion. `None` for a rule that is no line of the configuration.
    pub fn origin(&self, rule: &str) -> Option<Origin> {
        let of_criterion = || {
            let (criterion, _) = rule.split_once('-')?;
            bron_model::Criterion::parse(criterion).and_then(|_| self.origins.get(criterion))
        };
        self.origins.get(rule).or_else(of_criterion).cloned()
    }
}

/// Reads the file of one source that is in no pipeline yet (a proposal), with all checks that a pipeline makes. `path`
/// names it in what is refused.
pub fn read_source(path: &str, text: &str) -> Result<Source, Error> {
    let file = ConfigFile::new(path, text.as_bytes())?;
    let source = file.read()?;
    checks::source(&file, &source)?;
    Ok(source)
}

/// What is gathered while the files of one pipeline are read.
struct Loading<'a> {
    files: &'a Files,
    pipeline_file: &'a ConfigFile,
    digests: BTreeMap<String, String>,
    origins: BTreeMap<String, Origin>,
}

impl Loading<'_> {
    fn run(mut self, path: String, pipeline: Pipeline) -> Result<Protocol, Error> {
        self.digests.insert(path.clone(), self.pipeline_file.sha256.clone());
        checks::pipeline(self.pipeline_file, &pipeline)?;
        let (terms, remarks) = self.terms(&pipeline)?;
        let criteria = self.criteria(&pipeline)?;
        let lexicons = self.lexicons(&pipeline)?;
        let (patterns, mentions) = self.patterns(&pipeline)?;
        let codebook = self.codebook(&pipeline)?;
        let earlier_crosses = self.earlier_crosses(&pipeline, codebook.as_ref(), &terms)?;
        let sources = self.sources(&pipeline)?;
        checks::names_in_pipeline(self.pipeline_file, &pipeline, &terms, &sources)?;
        let known = self.known(&pipeline, &terms)?;
        let earlier_table1 = self.earlier_table1(&pipeline, &terms)?;
        let questions = match self.beside(pipeline.questions.as_deref(), "questions")? {
            Some(file) => questions::questions(&file)?,
            None => Vec::new(),
        };
        let comparison = match self.beside(pipeline.comparison.as_deref(), "comparison")? {
            Some(file) => comparison::comparison(&file, &terms)?,
            None => Vec::new(),
        };
        let statements = match self.beside(pipeline.report.as_deref(), "report")? {
            Some(file) => statements::statements(&file)?,
            None => Statements::default(),
        };
        let digests = Digests { search: String::new(), screening: String::new(), files: self.digests };
        let mut protocol = Protocol {
            path,
            pipeline,
            terms,
            criteria,
            lexicons,
            patterns,
            mentions,
            codebook,
            earlier_crosses,
            sources,
            known,
            earlier_table1,
            questions,
            comparison,
            statements,
            digests,
            remarks,
            origins: self.origins,
        };
        protocol.digests.search = search_digest(&protocol);
        protocol.digests.screening = screening_digest(&protocol);
        Ok(protocol)
    }

    /// Opens the file that a key of the pipeline names.
    fn open(&mut self, path: &str, key: &str, item: Option<usize>) -> Result<ConfigFile, Error> {
        let way: Vec<Step<'_>> = [Step::Key(key)].into_iter().chain(item.map(Step::Item)).collect();
        if !is_inside(path) {
            return Err(self.pipeline_file.refuse(
                &way,
                format!("`{path}` is no path inside the study's folder"),
                "paths are from the study's folder, with forward slashes and without `..`, so that a study can be moved whole",
            ));
        }
        let Some(bytes) = self.files.read(path)? else {
            return Err(Error::MissingFile {
                file: path.to_owned(),
                key: key.to_owned(),
                place: self.pipeline_file.place(&way),
                nearest: nearest(path, &self.files.paths("config")),
            });
        };
        let file = ConfigFile::new(path, &bytes)?;
        self.digests.insert(path.to_owned(), file.sha256.clone());
        Ok(file)
    }

    fn remember(&mut self, rules: impl Iterator<Item = String>, origins: Vec<Origin>) {
        self.origins.extend(rules.zip(origins));
    }

    fn terms(&mut self, pipeline: &Pipeline) -> Result<(Vec<Term>, Vec<Remark>), Error> {
        let file = self.open(&pipeline.terms, "terms", None)?;
        let terms = file.read::<TermsFile>()?.term;
        let remarks = checks::terms(&file, &terms)?;
        self.remember(terms.iter().map(|term| term.id.to_string()), file.origins("term", "id"));
        Ok((terms, remarks))
    }

    fn criteria(&mut self, pipeline: &Pipeline) -> Result<Criteria, Error> {
        let file = self.open(&pipeline.criteria, "criteria", None)?;
        let criteria: Criteria = file.read()?;
        checks::criteria(&file, &criteria)?;
        let ids = criteria.criterion.iter().map(|criterion| criterion.id.to_string());
        self.remember(ids, file.origins("criterion", "id"));
        Ok(criteria)
    }

    fn lexicons(&mut self, pipeline: &Pipeline) -> Result<Lexicons, Error> {
        let file = self.open(&pipeline.kinds, "kinds", None)?;
        let kinds = file.read::<KindsFile>()?.kind;
        checks::kinds(&file, &kinds)?;
        self.remember(kinds.iter().map(|kind| format!("kind:{}", kind.word)), file.origins("kind", "word"));

        let file = self.open(&pipeline.domains, "domains", None)?;
        let domains = file.read::<DomainsFile>()?.domain;
        checks::domains(&file, &domains)?;
        let ids = domains.iter().map(|domain| format!("domain:{}", domain.word));
        self.remember(ids, file.origins("domain", "word"));

        let file = self.open(&pipeline.groups, "groups", None)?;
        let groups = file.read::<GroupsFile>()?.group;
        checks::groups(&file, &groups)?;
        self.remember(
            groups.iter().map(|group| format!("group:{}", group.word)),
            file.origins("group", "word"),
        );
        Ok(Lexicons { kinds, domains, groups })
    }

    fn patterns(&mut self, pipeline: &Pipeline) -> Result<(Vec<Pattern>, Vec<Mention>), Error> {
        let mut all = (Vec::new(), Vec::new());
        for (item, path) in pipeline.patterns.iter().enumerate() {
            let file = self.open(path, "patterns", Some(item))?;
            let PatternsFile { pattern: patterns, mention: mentions } = file.read()?;
            checks::patterns(&file, &patterns, &self.origins)?;
            self.remember(patterns.iter().map(|pattern| pattern.id.clone()), file.origins("pattern", "id"));
            checks::mentions(&file, &mentions, &self.origins)?;
            self.remember(mentions.iter().map(|mention| mention.id.clone()), file.origins("mention", "id"));
            all.0.extend(patterns);
            all.1.extend(mentions);
        }
        Ok(all)
    }

    /// A title that somebody fills in changes nothing that a stage makes.
    fn known(&mut self, pipeline: &Pipeline, terms: &[Term]) -> Result<Option<KnownList>, Error> {
        let file = self.beside(pipeline.known.as_deref(), "known")?;
        file.map(|file| KnownList::read(&file, terms)).transpose()
    }

    /// Opens a file that no stage reads and people fill in meanwhile: it is left out of the digests.
    fn beside(&mut self, path: Option<&str>, key: &str) -> Result<Option<ConfigFile>, Error> {
        let Some(path) = path else { return Ok(None) };
        let file = self.open(path, key, None)?;
        self.digests.remove(path);
        Ok(Some(file))
    }

    fn earlier_table1(
        &mut self,
        pipeline: &Pipeline,
        terms: &[Term],
    ) -> Result<Option<EarlierTable1>, Error> {
        let Some(path) = &pipeline.earlier_table1 else { return Ok(None) };
        let file = self.open(path, "earlier_table1", None)?;
        self.digests.remove(path);
        EarlierTable1::read(&file, terms).map(Some)
    }

    fn codebook(&mut self, pipeline: &Pipeline) -> Result<Option<Codebook>, Error> {
        let Some(path) = &pipeline.codebook else { return Ok(None) };
        let file = self.open(path, "codebook", None)?;
        let codebook: Codebook = file.read()?;
        checks::codebook(&file, &codebook)?;
        let rules = codebook.element.iter().map(|element| format!("element:{}", element.id));
        self.remember(rules, file.origins("element", "id"));
        Ok(Some(codebook))
    }

    fn earlier_crosses(
        &mut self,
        pipeline: &Pipeline,
        codebook: Option<&Codebook>,
        terms: &[Term],
    ) -> Result<Vec<EarlierCross>, Error> {
        let Some(path) = &pipeline.earlier_crosses else { return Ok(Vec::new()) };
        let Some(codebook) = codebook else {
            return Err(self.pipeline_file.refuse(
                way!["earlier_crosses"],
                "there is no codebook, so there is no Table 2 to compare with",
                "write `codebook = \"config/codebook.toml\"` beside it, or take `earlier_crosses` away",
            ));
        };
        let file = self.open(path, "earlier_crosses", None)?;
        checks::earlier_crosses(&file, codebook, terms)
    }

    fn sources(&mut self, pipeline: &Pipeline) -> Result<Vec<Source>, Error> {
        let mut all: Vec<Source> = Vec::new();
        for (item, path) in pipeline.sources.iter().enumerate() {
            let file = self.open(path, "sources", Some(item))?;
            let mut source: Source = file.read()?;
            checks::source(&file, &source)?;
            let rule = format!("source:{}", source.id);
            if let Some(first) = self.origins.get(&rule) {
                return Err(file.refuse(
                    way!["id"],
                    format!("source `{}` stands at {first} and again", source.id),
                    "give each source an id of its own, and name each file once",
                ));
            }
            self.origins.insert(rule, file.origin(way!["id"]));
            if source.platform == Some(Platform::Wordpress) && source.wordpress.is_none() {
                source.wordpress = Some(WordPressSettings::default());
            }
            all.push(source);
        }
        Ok(all)
    }
}
