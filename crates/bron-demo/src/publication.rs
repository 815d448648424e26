//! A made-up publication, as it stands in `data/<site>/<name>.txt`.
//!
//! A file has a head of `key: value` lines up to a line `---`, then the text of its page, then a part
//! `=== <file>.pdf` for each of its PDFs, with a head and a text of its own. A text is paragraphs between empty
//! lines; a line that begins with `## ` is a heading. The script `make_pdfs.py` reads the same files.
//!
//! A file of the same name in `data-later/<site>/` says only what is different later: a key takes the place of that key, a
//! text that of the page, a part that of the file of its name (and there, too, only what it holds).

/// A publication at one knowledge base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Publication {
    /// The site's own number for it.
    pub id: u32,
    /// Its path at the site, with a `/` in front.
    pub path: String,
    /// The status with which its page answers: 200, or 404 or 410 where it was taken away.
    pub status: u16,
    /// Whether the box and the site's own lists know it, be its page there or not.
    pub listed: bool,
    /// Whether the path that it had before leads to the one that it has now.
    pub redirects: bool,
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
        let empty = Self {
            id,
            path: String::new(),
            status: 200,
            listed: true,
            redirects: false,
            kind: String::new(),
            date: String::new(),
            authors: Vec::new(),
            title: String::new(),
            intro: String::new(),
            body: Vec::new(),
            files: Vec::new(),
        };
        let publication = empty.changed(text)?;
        if publication.title.is_empty() || !publication.path.starts_with('/') {
            return Err("a publication needs a title and a path that begins with `/`".to_owned());
        }
        Ok(publication)
    }
    /// The same publication with what a text says of it; what the text leaves out stays.
    pub fn changed(&self, text: &str) -> Result<Self, String> {
        let mut parts = text.split("\n=== ");
        let (head, body) = head_and_text(parts.next().unwrap_or_default())?;
        let mut changed = self.clone();
        for (key, value) in head {
            match key.as_str() {
                "path" => changed.path = value,
                "status" => {
                    changed.status =
                        value.parse().map_err(|_| format!("the status `{value}` is no number"))?;
                }
                "listed" => changed.listed = is_yes(&value)?,
                "redirects" => changed.redirects = is_yes(&value)?,
                "kind" => changed.kind = value,
                "date" => changed.date = value,
                "authors" => changed.authors = list(&value),
                "title" => changed.title = value,
                "intro" => changed.intro = value,
                _ => return Err(format!("`{key}` is no key of a publication")),
            }
        }
        if !body.is_empty() {
            changed.body = body;
        }
        for part in parts {
            let (name, rest) = part.split_once('\n').unwrap_or((part, ""));
            match changed.files.iter_mut().find(|file| file.name == name.trim()) {
                Some(file) => file.change(rest)?,
                None => changed.files.push(File::parse(name.trim(), rest)?),
            }
        }
        Ok(changed)
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
    fn parse(name: &str, text: &str) -> Result<Self, String> {
        let label = "Download (pdf)".to_owned();
        let mut file = Self { name: name.to_owned(), label, status: 200, text: Vec::new() };
        file.change(text)?;
        Ok(file)
    }
    /// Keys that only `make_pdfs.py` needs are passed over.
    fn change(&mut self, text: &str) -> Result<(), String> {
        let (head, text) = head_and_text(text)?;
        for (key, value) in head {
            match key.as_str() {
                "label" => self.label = value,
                "status" => {
                    self.status =
                        value.parse().map_err(|_| format!("the status of `{}` is no number", self.name))?;
                }
                _ => {}
            }
        }
        if !text.is_empty() {
            self.text = text;
        }
        Ok(())
    }
}

fn is_yes(value: &str) -> Result<bool, String> {
    match value {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(format!("`{other}` is neither `yes` nor `no`")),
    }
}

fn list(value: &str) -> Vec<String> {
    value.split(';').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

type Head = Vec<(String, String)>;

fn head_and_text(part: &str) -> Result<(Head, Vec<Block>), String> {
    // Where nothing stands above the line, the part begins with it.
    let bare = part.strip_prefix("---").map(|text| ("", text));
    let head_ends = bare.or_else(|| part.split_once("\n---"));
    let (head, text) = head_ends.unwrap_or((part, ""));
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
    fn what_is_different_later_takes_its_place_and_the_rest_stays() {
        let first = "path: /a\ntitle: T\nauthors: A\n---\nEen.\n\n=== a.pdf\nlabel: L\n---\nTwee.\n";
        let first = Publication::parse(1, first).unwrap();
        let same = first.changed("---\n").unwrap();
        assert_eq!(same, first);
        let later =
            first.changed("path: /b\nredirects: yes\nlisted: no\n---\n\n=== a.pdf\n---\nDrie.\n").unwrap();
        assert_eq!((later.path.as_str(), later.redirects, later.listed), ("/b", true, false));
        assert_eq!(later.whole_text(), "T\n\nEen.\nDrie.");
        assert_eq!((later.files.len(), later.files[0].label.as_str()), (1, "L"));
        assert!(first.changed("listed: misschien\n---\n").unwrap_err().contains("misschien"));
        assert!(first.changed("titel: T\n---\n").unwrap_err().contains("titel"));
    }

    #[test]
    fn a_head_line_without_a_key_is_refused() {
        assert!(Publication::parse(1, "path: /a\ntitel\n---\n").unwrap_err().contains("titel"));
    }
}
