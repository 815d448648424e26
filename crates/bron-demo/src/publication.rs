//! A made-up publication, as it stands in `data/<site>/<name>.txt`.
//!
//! A file has a head of `key: value` lines up to a line `---`, then the text of its page, then a part
//! `=== <file>.pdf` for each of its PDFs, with a head and a text of its own. A text is paragraphs between empty
//! lines; a line that begins with `## ` is a heading. The script `make_pdfs.py` reads the same files.

/// A publication at one knowledge base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Publication {
    /// The site's own number for it.
    pub id: u32,
    /// Its path at the site, with a `/` in front.
    pub path: String,
    /// The status with which its page answers: 200, or 404 where the box still lists what was taken away.
    pub status: u16,
    /// The kind as listed (`Rapport`); empty where the site shows none.
    pub kind: String,
    /// The date as listed: `2019-03-12`, `2024`, `z.d.`, or empty.
    pub date: String,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its title.
    pub title: String,
    /// What stands below the title, in the list too.
    pub intro: String,
    /// The text of its page.
    pub body: Vec<Block>,
    /// Its files, in the order in which the page offers them.
    pub files: Vec<File>,
}

/// A paragraph or a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
}

impl Block {
    /// Its words.
    pub fn text(&self) -> &str {
        match self {
            Self::Heading(text) | Self::Paragraph(text) => text,
        }
    }
}

/// A file of a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Its name in `data/pdf/`, and the end of its address.
    pub name: String,
    /// What the link says.
    pub label: String,
    /// The status with which the site answers: 200, 403 or 404.
    pub status: u16,
    /// The text on its pages; empty where the same file is described with another publication.
    pub text: Vec<Block>,
}

impl Publication {
    /// Reads a publication; the message of the error names the line that is wrong.
    pub fn parse(id: u32, text: &str) -> Result<Self, String> {
        let mut parts = text.split("\n=== ");
        let (head, body) = head_and_text(parts.next().unwrap_or_default())?;
        let value =
            |key: &str| head.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value.as_str());
        let status = if value("status").is_empty() { Ok(200) } else { value("status").parse() };
        let publication = Self {
            id,
            status: status.map_err(|_| format!("the status of `{}` is no number", value("path")))?,
            path: value("path").to_owned(),
            kind: value("kind").to_owned(),
            date: value("date").to_owned(),
            authors: list(value("authors")),
            title: value("title").to_owned(),
            intro: value("intro").to_owned(),
            body,
            files: parts.map(File::parse).collect::<Result<_, _>>()?,
        };
        if publication.title.is_empty() || !publication.path.starts_with('/') {
            return Err("a publication needs a title and a path that begins with `/`".to_owned());
        }
        Ok(publication)
    }
    /// The words of its page.
    pub fn page_text(&self) -> String {
        let blocks = self.body.iter().map(Block::text);
        [self.title.as_str(), self.intro.as_str()].into_iter().chain(blocks).collect::<Vec<_>>().join("\n")
    }
    /// The words of its page and of its files.
    pub fn whole_text(&self) -> String {
        let files = self.files.iter().flat_map(|file| &file.text).map(Block::text);
        std::iter::once(self.page_text().as_str()).chain(files).collect::<Vec<_>>().join("\n")
    }
    /// The first instant in Amsterdam of a whole date as listed.
    pub fn midnight(&self) -> Option<jiff::Timestamp> {
        let day: jiff::civil::Date = self.date.parse().ok()?;
        let zone = jiff::tz::TimeZone::get(bron_model::AMSTERDAM).ok()?;
        day.to_zoned(zone).ok().map(|zoned| zoned.timestamp())
    }
    /// Year, month and day of a whole date as listed; `None` for `2024`, `z.d.` and nothing.
    pub fn day(&self) -> Option<(&str, &str, &str)> {
        let mut parts = self.date.splitn(3, '-');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(year), Some(month), Some(day)) => Some((year, month, day)),
            _ => None,
        }
    }
}

impl File {
    fn parse(part: &str) -> Result<Self, String> {
        let (name, rest) = part.split_once('\n').unwrap_or((part, ""));
        let (head, text) = head_and_text(rest)?;
        let value = |key: &str| head.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
        let status = value("status").map_or(Ok(200), |text| text.parse());
        Ok(Self {
            name: name.trim().to_owned(),
            label: value("label").unwrap_or_else(|| "Download (pdf)".to_owned()),
            status: status.map_err(|_| format!("the status of `{name}` is no number"))?,
            text,
        })
    }
}

fn list(value: &str) -> Vec<String> {
    value.split(';').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

type Head = Vec<(String, String)>;

fn head_and_text(part: &str) -> Result<(Head, Vec<Block>), String> {
    let (head, text) = part.split_once("\n---").unwrap_or((part, ""));
    let head = head
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (key, value) = line.split_once(':').ok_or_else(|| format!("`{line}` is no `key: value`"))?;
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        })
        .collect::<Result<Head, String>>()?;
    let blocks = text
        .split("\n\n")
        .map(|block| block.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|block| !block.is_empty())
        .map(|block| match block.strip_prefix("## ") {
            Some(heading) => Block::Heading(heading.to_owned()),
            None => Block::Paragraph(block),
        })
        .collect();
    Ok((head, blocks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_a_head_a_text_and_its_pdfs() {
        let text = "path: /a\nkind: Rapport\nauthors: A; B\ntitle: T\n---\nEen\ntwee.\n\n## Kop\n\nDrie.\n\n=== a.pdf\nlabel: L\nstatus: 404\n---\nVier.\n";
        let publication = Publication::parse(1, text).unwrap();
        assert_eq!(publication.authors, ["A", "B"]);
        assert_eq!(
            publication.body,
            [
                Block::Paragraph("Een twee.".to_owned()),
                Block::Heading("Kop".to_owned()),
                Block::Paragraph("Drie.".to_owned())
            ]
        );
        assert_eq!(publication.files[0].status, 404);
        assert_eq!(publication.whole_text(), "T\n\nEen twee.\nKop\nDrie.\nVier.");
    }

    #[test]
    fn a_head_line_without_a_key_is_refused() {
        assert!(Publication::parse(1, "path: /a\ntitel\n---\n").unwrap_err().contains("titel"));
    }
}
