//! What of a run may be given to others?

/// Who may be given a file. It is a note for the person who hands a run over, and no legal advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sharing {
    /// Made by the review: ids, addresses, titles, dates, counts.
    Own,
    /// Holds short quotations of other people's texts.
    Quotations,
    /// Holds other people's texts whole.
    OthersTexts,
    /// Says what a reviewer decided.
    Reviewers,
}

impl Sharing {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Own, Self::Quotations, Self::OthersTexts, Self::Reviewers];

    /// The text used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Quotations => "quotations",
            Self::OthersTexts => "texts-of-others",
            Self::Reviewers => "reviewers",
        }
    }

    /// In a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Own => "made by the review",
            Self::Quotations => "made by the review, with short quotations",
            Self::OthersTexts => "texts of others: not for redistribution",
            Self::Reviewers => "what reviewers decided",
        }
    }

    /// What may be done with it.
    pub fn note(self) -> &'static str {
        match self {
            Self::Own => {
                "Facts and counts that the review made: ids, addresses, titles, dates, outcomes. May be shared, under the licence \
                 of the study where it gives one."
            }
            Self::Quotations => {
                "Made by the review, with short quotations of publications, each with its source and page. May be shared as \
                 quotations with their source; the quoted words stay their authors'."
            }
            Self::OthersTexts => {
                "Holds publications, pages and letters of others as they came. Not for redistribution: keep it with the study, and \
                 give it only to whom may check the review. Who wants the texts asks the addresses that the tables name."
            }
            Self::Reviewers => {
                "Says what each reviewer decided, under the initials or the pseudonym that the reviewer chose. May be shared where \
                 the reviewers agree."
            }
        }
    }
}
