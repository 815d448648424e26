//! A column of a table, as the type of its row describes it.

use schemars::{JsonSchema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, as in the header.
    pub name: String,
    /// What its cells are.
    pub kind: ColumnType,
    /// Whether a cell can be empty.
    pub may_be_empty: bool,
    /// What it tells, in one or more sentences.
    pub meaning: String,
    /// The regular expression that every cell matches, where there is one.
    pub pattern: Option<String>,
    /// The only values that a cell can have; empty where any will do.
    pub values: Vec<ColumnValue>,
}

/// What cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Any text.
    Text,
    /// A whole number, not below 0.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
}

/// One of the values that a cell can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnValue {
    /// As it stands in the file.
    pub text: String,
    /// What it says.
    pub meaning: String,
}

/// The columns of a type of row, in the order of the header.
pub(crate) fn columns_of<R: JsonSchema + DeserializeOwned>() -> Vec<Column> {
    let schema = schema_of::<R>();
    let names = bron_store::column_names::<R>();
    let described = |name: &&str| {
        let property = &schema["properties"][*name];
        assert!(
            property.is_object(),
            "serde and schemars derive from the same fields, so `{name}` is in both"
        );
        column(name, property, &schema)
    };
    names.iter().map(described).collect()
}

/// What the type of a row says of the file.
pub(crate) fn meaning_of<R: JsonSchema>() -> String {
    meaning(&schema_of::<R>())
}

fn schema_of<R: JsonSchema>() -> Value {
    SchemaGenerator::default().into_root_schema_for::<R>().to_value()
}

fn column(name: &str, property: &Value, root: &Value) -> Column {
    let (schema, is_optional) = without_null(property);
    let schema = resolved(schema, root);
    // A plain text may be empty where nothing is known; a type of its own is never without a value.
    let is_plain = schema.get("pattern").is_none() && property["type"] == "string";
    Column {
        name: name.to_owned(),
        kind: kind(schema),
        may_be_empty: is_optional || is_plain,
        meaning: meaning(property),
        pattern: schema["pattern"].as_str().map(str::to_owned),
        values: values(schema),
    }
}

/// The schema of what stands in a cell that is not empty, and whether one can be.
fn without_null(property: &Value) -> (&Value, bool) {
    let is_null = |one: &Value| one["type"] == "null";
    if let Some(any) = property["anyOf"].as_array()
        && let Some(other) = any.iter().find(|one| !is_null(one))
    {
        return (other, any.iter().any(is_null));
    }
    let may_be_null = property["type"].as_array().is_some_and(|types| types.iter().any(|one| one == "null"));
    (property, may_be_null)
}

/// The schema itself, or the one that it names (`#/$defs/TermId`).
fn resolved<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    let place = schema["$ref"].as_str().and_then(|name| name.strip_prefix('#'));
    place.and_then(|place| root.pointer(place)).unwrap_or(schema)
}

fn kind(schema: &Value) -> ColumnType {
    let types = &schema["type"];
    let is =
        |name: &str| types == name || types.as_array().is_some_and(|all| all.iter().any(|one| one == name));
    if is("integer") {
        ColumnType::Integer
    } else if is("number") {
        ColumnType::Number
    } else if is("boolean") {
        ColumnType::Boolean
    } else {
        ColumnType::Text
    }
}

/// The values of a closed list, with what each says where the type says it.
fn values(schema: &Value) -> Vec<ColumnValue> {
    if let Some(all) = schema["enum"].as_array() {
        let plain = |text: &str| ColumnValue { text: text.to_owned(), meaning: String::new() };
        return all.iter().filter_map(Value::as_str).map(plain).collect();
    }
    let of_one = |one: &Value| -> Vec<ColumnValue> {
        match one["const"].as_str() {
            Some(text) => vec![ColumnValue { text: text.to_owned(), meaning: meaning(one) }],
            None => values(one),
        }
    };
    schema["oneOf"].as_array().into_iter().flatten().flat_map(of_one).collect()
}

/// A doc comment as one line of plain text: a link to a type is its name alone.
fn meaning(schema: &Value) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    let text = text.replace("[`", "`").replace("`]", "`").replace("crate::", "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_model::{DecisionRow, QueryRow, QueryStatus, Table1Row};

    fn column_named(columns: Vec<Column>, name: &str) -> Column {
        columns.into_iter().find(|column| column.name == name).unwrap()
    }

    #[test]
    fn columns_stand_in_the_order_of_the_fields_with_what_their_comments_say() {
        let columns = columns_of::<QueryRow>();
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names[..5], ["source", "term", "text", "via", "interface"]);
        assert_eq!(columns[2].meaning, "What was typed.");
    }

    #[test]
    fn a_closed_list_has_every_value_with_what_it_says() {
        let status = column_named(columns_of::<QueryRow>(), "status");
        let texts: Vec<&str> = status.values.iter().map(|value| value.text.as_str()).collect();
        let expected: Vec<&str> = QueryStatus::ALL.iter().map(|status| status.as_str()).collect();
        assert_eq!(texts, expected);
        assert_eq!(status.values[1].meaning, "The site itself says that there are none.");
        assert!(!status.may_be_empty);
    }

    #[test]
    fn what_may_be_absent_may_be_empty_and_a_number_may_not() {
        let total = column_named(columns_of::<QueryRow>(), "reported_total");
        assert_eq!((total.kind, total.may_be_empty), (ColumnType::Integer, true));
        let included = column_named(columns_of::<Table1Row>(), "included");
        assert_eq!((included.kind, included.may_be_empty), (ColumnType::Integer, false));
        let proposal = column_named(columns_of::<DecisionRow>(), "proposal");
        assert!(proposal.may_be_empty);
        assert_eq!(proposal.values.len(), 3);
        let term = column_named(columns_of::<DecisionRow>(), "term");
        assert!(term.may_be_empty);
        assert!(term.pattern.is_some(), "an id has a pattern also where it may be absent");
    }
}
