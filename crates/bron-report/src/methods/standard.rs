//! A checklist is made: each item with what people say of it, else what the data say, else what is missing.

use super::told::Told;
use super::{Answer, Checklist, Item};
use bron_protocol::Standard;

/// An item as a standard has it: its number, and what it asks in Dutch and in English.
pub(crate) type Asked = (&'static str, &'static str, &'static str);

/// Answers every item of a standard in its order. What people wrote under the number of an item takes the place of all else.
pub(crate) fn answered(
    told: &Told<'_>,
    standard: Standard,
    name: &str,
    asked: &[Asked],
    answer: impl Fn(&str) -> Answer,
) -> Checklist {
    let item = |(number, nl, en): &Asked| {
        let stated = told.statements().item(standard, number);
        Item {
            number: (*number).to_owned(),
            asks: told.say(*nl, *en),
            answer: stated.map_or_else(|| answer(number), |text| Answer::Said(text.to_owned())),
        }
    };
    Checklist { name: name.to_owned(), items: asked.iter().map(item).collect() }
}

/// The items of a list in one line.
pub(crate) fn in_line(items: &[String]) -> String {
    let items: Vec<&str> = items.iter().map(|item| item.strip_prefix("- ").unwrap_or(item)).collect();
    items.join(" ")
}

/// Several sentences as one answer.
pub(crate) fn said(sentences: impl IntoIterator<Item = String>) -> Answer {
    let sentences: Vec<String> = sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect();
    Answer::Said(sentences.join(" ").replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use crate::methods::{prisma_2020, prisma_s, prisma_scr};
    use bron_protocol::Standard;

    #[test]
    fn every_standard_asks_all_its_items_once_and_in_order() {
        let asked = [
            (Standard::PrismaS, prisma_s::ASKED),
            (Standard::PrismaScr, prisma_scr::ASKED),
            (Standard::Prisma2020, prisma_2020::ASKED),
        ];
        for (standard, asked) in asked {
            let numbers: Vec<&str> = asked.iter().map(|(number, ..)| *number).collect();
            assert_eq!(numbers, standard.numbers(), "{}", standard.as_str());
            for (number, nl, en) in asked {
                assert!(!nl.is_empty() && !en.is_empty() && nl != en, "{} {number}", standard.as_str());
            }
        }
    }
}
