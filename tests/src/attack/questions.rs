//! Questions to a node, many at a time.

use crate::asker::Asker;
use schema::answer::NodeAnswer;
use schema::ask::QuestionInput;
use schema::concept::Dataset;
use schema::purpose::Purpose;
use serde_json::json;

/// What is asked of every question: all that a figure can leak through.
pub const FIELDS: &str = "outcome reason figures { codes value lower upper status respondents standardError \
    protectionError base } source { release publishedAt consentShare method bound signature }";

/// The most questions of one request, by the node's own rule.
pub const MOST_QUESTIONS: usize = 64;

/// A question for the total, to be made narrower.
pub fn question(dataset: Dataset) -> QuestionInput {
    QuestionInput::of(dataset, Purpose::Comparison)
}

/// Asks questions, as many at a time as the node takes.
pub async fn answers(asker: &Asker, questions: &[QuestionInput]) -> Vec<NodeAnswer> {
    let query = "query Q($q: [QuestionInput!]!) { answers(questions: $q) { outcome reason figures { codes value lower \
                 upper status respondents standardError protectionError base } } }";
    let mut answers = Vec::with_capacity(questions.len());
    for some in questions.chunks(MOST_QUESTIONS) {
        let mut data = asker.data(query, &json!({ "q": some })).await;
        for answer in data["answers"].as_array_mut().unwrap() {
            // When it was said, and to whom it was signed, is of no person: what is compared is what was said.
            (answer["answeredAt"], answer["signature"]) = (json!(""), json!(""));
        }
        answers.append(&mut serde_json::from_value::<Vec<NodeAnswer>>(data["answers"].take()).unwrap());
    }
    assert_eq!(answers.len(), questions.len(), "every question has its answer");
    answers
}
