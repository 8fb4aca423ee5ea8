//! The form of a request to a node and of its reply.

use schema::answer::{Dataflow, NodeAnswer, NodeInfo, WaveAnswer};
use schema::ask::QuestionInput;
use schema::directory::page::{DirectoryPage, DirectoryQuestion};
use schema::theme::ThemesAnswer;
use serde::{Deserialize, Serialize};

/// What a node is asked, however many questions there are. What is asked of themes stands in it only where they are asked for.
const HEAD: &str = "\
query Ask($questions: [QuestionInput!]!, $series: [QuestionInput!]!, $catalogue: Boolean!, $waves: Boolean!";
const QUERY: &str = ") { \
node { country contract version } \
catalogue @include(if: $catalogue) { dataset dimensions referencePeriods mostDimensions populationBasis title study \
waves { referencePeriod dimensions items { ...item } wave { ...wave } } } \
answers(questions: $questions) { ...answer } \
series(questions: $series) @include(if: $waves) { at study answer { ...answer } } ";
const THEMES: &str = "\
themes { studies { study title producer reason from until places wave { ...wave } period groups themes { code label groups } } \
answeredAt signature } ";
const PAGES: &str = ", $directory: [DirectoryQuestion!]!";
const DIRECTORY: &str = "\
directory(questions: $directory) { rows { id version state visibility named reviewers changedAt from until reviewed \
reviews { by at version verdict comment } content } total more asOf answeredAt signature } ";
const FRAGMENTS: &str = "} \
fragment answer on NodeAnswer { outcome reason \
figures { codes value lower upper status respondents standardError protectionError base } \
source { release dataset referencePeriod publishedAt title producer note populationBasis unit mechanism method bound consentShare \
study { ...wave } fits { dimension fit note } items { ...item } signature } answeredAt signature } \
fragment item on ItemSource { item text fit note codes { code label } } \
fragment wave on StudyWave { study title owner sampling universe destinations fieldworkFrom fieldworkTo modes questionnaire \
languages weights { variable domain } breakBefore }";

/// The query, with themes or without, and with pages of the directory or without.
pub fn query(themes: bool, directory: bool) -> String {
    let when = |wanted: bool, part: &'static str| if wanted { part } else { "" };
    [HEAD, when(directory, PAGES), QUERY, when(themes, THEMES), when(directory, DIRECTORY), FRAGMENTS].concat()
}

/// A request as it travels.
#[derive(Serialize)]
pub struct Body<V> {
    pub query: String,
    pub variables: V,
}

/// What changes from request to request.
#[derive(Serialize)]
pub struct Variables<'a> {
    pub questions: Vec<&'a QuestionInput>,
    pub series: Vec<&'a QuestionInput>,
    pub catalogue: bool,
    /// Whether any series is asked for.
    pub waves: bool,
    /// Left out where no page is asked for: the query does not know it then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub directory: Vec<&'a DirectoryQuestion>,
}

/// A reply as it comes: data, or errors.
#[derive(Deserialize)]
pub struct ReplyBody<T> {
    pub data: Option<T>,
    #[serde(default)]
    pub errors: Vec<NodeError>,
}

/// What a node says when it answers.
#[derive(Deserialize)]
pub struct ReplyData {
    pub node: NodeInfo,
    pub catalogue: Option<Vec<Dataflow>>,
    /// Left out where an error took their place; too few answers are found out by counting them.
    #[serde(default)]
    pub answers: Vec<NodeAnswer>,
    /// One for each series, left out where none is asked for.
    #[serde(default)]
    pub series: Vec<Vec<WaveAnswer>>,
    /// Left out where they are not asked for.
    pub themes: Option<ThemesAnswer>,
    /// One for each page that is asked for, left out where none is.
    #[serde(default)]
    pub directory: Vec<DirectoryPage>,
}

/// A GraphQL error of a node. Its message is left unread: it is neither said nor logged.
#[derive(Deserialize)]
pub struct NodeError {
    #[serde(default)]
    extensions: NodeErrorExtensions,
}

#[derive(Default, Deserialize)]
struct NodeErrorExtensions {
    code: Option<String>,
}

impl NodeError {
    /// The error's code, if it looks like one.
    pub fn code(&self) -> Option<&str> {
        let code = self.extensions.code.as_deref()?;
        (code.len() <= 40 && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')).then_some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_to_a_node_is_graphql() {
        for (themes, directory) in [(false, false), (true, false), (false, true), (true, true)] {
            assert!(async_graphql::parser::parse_query(query(themes, directory)).is_ok());
        }
    }
}
