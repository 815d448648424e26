//! The questions that only the authors of an earlier review can answer, and what they answered.

use crate::config_file::ConfigFile;
use crate::csv_table::{Columns, Row, rows};
use crate::error::Error;
use bron_model::{Language, PartialDate, SourceId};
use std::collections::BTreeMap;

const COLUMNS: Columns = Columns {
    needed: &["id", "question_nl", "question_en", "why_nl", "why_en"],
    optional: &["asked_on", "answered_on", "answer", "source"],
};

/// A question, as the file that the pipeline's key `questions` names has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The line in the file, from 1.
    pub line: u64,
    /// Names it: small letters, digits and single hyphens.
    pub id: String,
    /// The question in Dutch.
    pub nl: String,
    /// The question in English.
    pub en: String,
    /// Why the answer matters, in Dutch.
    pub why_nl: String,
    /// Why the answer matters, in English.
    pub why_en: String,
    /// When it was asked; nothing where it was not, or nobody noted it.
    pub asked_on: Option<PartialDate>,
    /// When it was answered; nothing while it is open.
    pub answered_on: Option<PartialDate>,
    /// The answer; empty while it is open.
    pub answer: String,
    /// Who answered, or where the answer stands; empty while it is open.
    pub source: String,
}

impl Question {
    /// Whether nobody has answered it.
    pub fn is_open(&self) -> bool {
        self.answer.is_empty()
    }

    /// The question.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Nl => &self.nl,
            Language::En => &self.en,
        }
    }

    /// Why the answer matters.
    pub fn why(&self, language: Language) -> &str {
        match language {
            Language::Nl => &self.why_nl,
            Language::En => &self.why_en,
        }
    }
}

/// Reads the questions, in the file's order. An id twice, a question without words, a date that is none, and an answer without
/// its day and source (or these without an answer) are refused with their line.
pub(crate) fn questions(file: &ConfigFile) -> Result<Vec<Question>, Error> {
    let mut seen = BTreeMap::new();
    let mut questions = Vec::new();
    for row in rows(file, &COLUMNS)? {
        let question = row.question()?;
        if let Some(first) = seen.insert(question.id.clone(), row.line) {
            let problem = format!("`{}` stands at {}:{first} and again", question.id, file.path);
            return Err(row.refuse(problem, "give each question an id of its own"));
        }
        questions.push(question);
    }
    Ok(questions)
}

impl Row<'_> {
    fn question(&self) -> Result<Question, Error> {
        let id = self.filled("id")?;
        if SourceId::new(id.as_str()).is_err() {
            let hint = "use small letters, digits and single hyphens";
            return Err(self.refuse(format!("`{id}` is no id of a question"), hint));
        }
        let question = Question {
            line: self.line,
            id,
            nl: self.filled("question_nl")?,
            en: self.filled("question_en")?,
            why_nl: self.filled("why_nl")?,
            why_en: self.filled("why_en")?,
            asked_on: self.date("asked_on")?,
            answered_on: self.date("answered_on")?,
            answer: self.owned("answer"),
            source: self.owned("source"),
        };
        let told = [question.answered_on.is_some(), !question.answer.is_empty(), !question.source.is_empty()];
        if told.contains(&true) && told.contains(&false) {
            return Err(self.refuse(
                "an answer is not whole".to_owned(),
                "fill in `answered_on`, `answer` and `source` (who answered, or where it stands), or none of them",
            ));
        }
        if let (Some(asked), Some(answered)) = (question.asked_on, question.answered_on)
            && answered.last_day() < asked.first_day()
        {
            let problem = format!("it was answered on {answered}, before it was asked on {asked}");
            return Err(self.refuse(problem, "correct one of the two days"));
        }
        Ok(question)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id,question_nl,question_en,why_nl,why_en,asked_on,answered_on,answer,source\n";

    fn read(rows: &str) -> Result<Vec<Question>, Error> {
        questions(&ConfigFile::new("config/q.csv", format!("{HEAD}{rows}").as_bytes()).unwrap())
    }

    fn refused(rows: &str, line: u32, problem: &str) {
        let error = read(rows).unwrap_err();
        assert_eq!(error.to_string(), format!("{problem} at config/q.csv:{line}:1"));
        assert!(error.hint().is_some());
    }

    #[test]
    fn a_question_is_open_until_it_has_an_answer_with_its_day_and_source() {
        let all =
            read("a,Wat?,What?,Om,For,2026-11-02,,,\nb,Wie?,Who?,Om,For,2026-11,2026-11-20,Wij,per mail\n")
                .unwrap();
        assert_eq!(all.iter().map(Question::is_open).collect::<Vec<_>>(), [true, false]);
        assert_eq!((all[1].text(Language::Nl), all[1].why(Language::En)), ("Wie?", "For"));
        refused("a,Wat?,What?,Om,For,,,Ja,\n", 2, "an answer is not whole");
        refused("a,Wat?,What?,Om,For,,2026-11-20,,\n", 2, "an answer is not whole");
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_line() {
        refused(
            "a,Wat?,What?,Om,For,,,,\na,Wie?,Who?,Om,For,,,,\n",
            3,
            "`a` stands at config/q.csv:2 and again",
        );
        refused("a,,What?,Om,For,,,,\n", 2, "`question_nl` is empty");
        refused("A b,Wat?,What?,Om,For,,,,\n", 2, "`A b` is no id of a question");
        refused("a,Wat?,What?,Om,For,gisteren,,,\n", 2, "`gisteren` in `asked_on` is no date");
        refused(
            "a,Wat?,What?,Om,For,2026-11-20,2026-11-02,Ja,mail\n",
            2,
            "it was answered on 2026-11-02, before it was asked on 2026-11-20",
        );
    }
}
