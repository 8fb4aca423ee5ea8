//! Forms: what is read of them, and the first mapping that is drawn up from them.

use crate::ground::{code, folders, workbook};
use country_node::form::draft::draft;
use country_node::form::filter::{Filter, all_hold};
use country_node::form::forms::{Column, Forms, Version};
use country_node::form::kind::Kind;
use country_node::form::read::read;
use country_node::intake::export::Origin;
use country_node::intake::layout::Layout;
use node_rules::study::Study;
use std::borrow::Cow;
use std::path::PathBuf;

/// A questionnaire with what a mapping survey asks.
pub const DIASPORA: &str = include_str!("diaspora.form");

fn version(text: &str) -> Version {
    let form = read("diaspora.xlsx", &workbook(text)).unwrap();
    Version { file: "diaspora.xlsx".to_owned(), names: form.version.clone().into_iter().collect(), form }
}

/// The folders of forms that XLSForm allows, each with why it is there: `v1.form` is held against `pyxform` too, `kobo.form` has
/// what Kobo adds.
pub fn accepted() -> Vec<PathBuf> {
    folders::all("forms", 6)
}

#[tokio::test]
async fn every_form_that_xlsform_allows_is_read_into_the_columns_that_it_says() {
    let columns = |case: PathBuf| async move {
        let form = ["v1.form", "kobo.form"].map(|name| std::fs::read_to_string(case.join(name)));
        let form = form.into_iter().find_map(Result::ok).unwrap();
        let form = match read("v1.xlsx", &workbook(&form)) {
            Ok(form) => form,
            Err(faults) => return faults.iter().map(|fault| format!("{fault}\n")).collect(),
        };
        let forms = Forms::merge(vec![Version { file: "v1.xlsx".to_owned(), names: Vec::new(), form }]).unwrap();
        let kind = |column: &Column| forms.asked(column.question, 0).map(|asked| format!("{:?}", asked.kind)).unwrap();
        forms.columns().iter().map(|column| format!("{}: {}\n", column.name, kind(column))).collect()
    };
    folders::hold(accepted(), "form-", columns).await;
}

#[test]
fn a_form_is_read_with_its_groups_lists_languages_and_version() {
    let form = version(DIASPORA).form;
    assert_eq!((form.version.as_deref(), form.default_language.as_str()), (Some("2024-03"), "English (en)"));
    let how = form.question("how").unwrap();
    assert_eq!(how.path("/"), "money/how");
    assert_eq!(how.labels["Français (fr)"], "Comment ?");
    assert_eq!(
        form.choices(how).iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(),
        ["bank", "cash", "other"]
    );
    assert_eq!(form.question("how_other").unwrap().kind, Kind::Text, "`or_other` asks what else");
    assert!(form.question("child_age").unwrap().repeated);
    assert_eq!(how.filters.len(), 2, "its own filter and its group's");
}

#[test]
fn a_filter_is_worked_out_as_xpath_does_and_what_is_not_known_stays_unknown() {
    let answer = |name: &str| -> Option<Cow<'_, str>> {
        match name {
            "sends" => Some("yes".into()),
            "age" => Some("30".into()),
            "ticked" => Some("a b".into()),
            "empty" => Some("".into()),
            _ => None,
        }
    };
    let cases = [
        ("${sends} = 'yes'", Some(true)),
        ("${sends} != \"yes\"", Some(false)),
        ("${age} >= 18 and ${age} < 65", Some(true)),
        ("${age} + 1 = 31 or false()", Some(true)),
        ("-${age} < 0", Some(true)),
        ("${age} div 2 = 15 and ${age} mod 7 = 2", Some(true)),
        ("selected(${ticked}, 'b')", Some(true)),
        ("not(selected(${ticked}, 'c'))", Some(true)),
        ("count-selected(${ticked}) = 2", Some(true)),
        ("${empty} = ''", Some(true)),
        ("${empty} < 5", Some(false)),
        ("${empty}", Some(false)),
        ("string-length(${sends}) = 3", Some(true)),
        ("1 + 2 * 3 = 7", Some(true)),
        ("(1 + 2) * 3 = 7", Some(false)),
        ("once(${age} < 18)", Some(false)),
        ("if(${age} > 18, 'x', '') = 'x'", Some(true)),
        ("coalesce(${empty}, ${sends}) = 'yes'", Some(true)),
        ("${unknown} = 'x'", None),
        ("${unknown} = 'x' and ${age} < 18", Some(false)),
        ("${unknown} = 'x' or ${age} > 18", Some(true)),
        ("regex(${sends}, 'y.*')", None),
        ("${sends} = ", None),
        ("../sends = 'yes'", None),
    ];
    for (text, expected) in cases {
        assert_eq!(Filter::read(text).holds(&answer), expected, "{text}");
    }
    let filters = ["${unknown} = 1", "${age} < 18"].map(Filter::read);
    assert_eq!(all_hold(&filters, &answer), Some(false), "one that does not hold decides");
    let deep = format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000));
    assert_eq!(Filter::read(&deep).holds(&answer), None, "brackets without end are not followed");
    let sum = |ones: usize| format!("{} = {ones}", vec!["1"; ones].join(" + "));
    assert_eq!(Filter::read(&sum(400)).holds(&answer), Some(true));
    assert_eq!(Filter::read(&sum(16_000)).holds(&answer), None, "nor is a chain as long as a cell can hold");
}

#[test]
fn the_first_mapping_parses_proposes_what_fits_and_leaves_out_persons_own_words() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("diaspora.xlsx"), workbook(DIASPORA)).unwrap();
    let forms = Forms::merge(vec![version(DIASPORA)]).unwrap();
    let text = draft(&forms, &["diaspora.xlsx".to_owned()], Origin::Kobo);
    let path = folder.path().join("mapping.toml").display().to_string();
    let layout = Layout::from_toml(&path, &text, code("COL")).unwrap_or_else(|report| panic!("{report}\n{text}"));
    let proposed: Vec<String> = layout.description.dimensions.iter().map(|axis| axis.axis.to_string()).collect();
    assert_eq!(
        proposed,
        [
            "DESTINATION",
            "SEX",
            "AGE",
            "EDUCATION",
            "EMPLOYMENT",
            "RETURN_INTENTION",
            "ASSOCIATION",
            "OFFER:TEACHING",
            "QUESTION:COLOUR",
            "QUESTION:HOW",
            "QUESTION:OFFERS_MONEY",
            "QUESTION:SENDS",
        ],
        "{text}"
    );
    let checked = text.lines().filter(|line| line.starts_with("[[concept]]")).count();
    let marked = text.lines().filter(|line| line.starts_with("# TO CHECK: a guess.")).count();
    let choices = text.lines().filter(|line| line.starts_with("item = \"OFFER:")).count();
    assert_eq!((checked + choices, choices), (marked, 1), "each guess is marked");
    assert!(text.contains("# TO CHECK: money (Money) of offers: no code was found"), "{text}");
    assert!(text.contains("\"refused\" = \"_R\""), "a choice that says why there is no answer:\n{text}");
    let (own, words) = text.split_once("# Left out, because these are persons'").expect("what is left out is said");
    assert!(words.contains("#   wishes: What do you wish for?") && !own.contains("wishes"), "{text}");
    assert!(
        own.contains("item = \"QUESTION:OFFERS_MONEY\"\ncolumn = \"offers/money\""),
        "what fits no code is the study's own"
    );
    let document =
        own.split_once("The study's document must have them:\n").expect("what stays the study's own is said").1;
    let document: String = document
        .lines()
        .take_while(|line| line.starts_with("# "))
        .map(|line| line.trim_start_matches("# ").to_owned() + "\n")
        .collect();
    let sample = include_str!("../study.sample.toml");
    let (before, after) = sample.split_at(sample.find("# One [[wave]]").unwrap());
    let study =
        Study::from_toml(&format!("{before}{document}{after}")).unwrap_or_else(|fault| panic!("{fault}\n{document}"));
    let asked = study.asked("COLOUR".parse().unwrap()).expect("the document has the mapping's question");
    assert_eq!(asked.text, "Which colour do you like?");
    assert!(document.contains("fra = \"Quelle couleur aimez-vous ?\""), "in the form's languages:\n{document}");
    let codes: Vec<(&str, &str)> = asked.codes.iter().map(|own| (own.code.as_str(), own.label.as_str())).collect();
    assert_eq!(codes, [("RED", "Red"), ("BLUE", "Blue")]);
}

/// A questionnaire that asks on four scales; of one it does not say where it ends.
const SCALES: &str = "[survey]
type,name,label,parameters,constraint
select_one ten,emb,How much do you trust the embassy?,,
select_one five,min,How much do you trust the ministry?,,
integer,assoc,Your trust in associations of the diaspora,,. >= 1 and . <= 7
range,happy,How satisfied are you with consular services?,start=0 end=100 step=1,
integer,local,Trust in the local authority,,. <= 5
select_one yes_no,trusts,Do you trust banks?,,
[choices]
list_name,name,label
ten,0,Not at all
ten,1,1
ten,2,2
ten,3,3
ten,4,4
ten,5,5
ten,6,6
ten,7,7
ten,8,8
ten,9,9
ten,10,Completely
ten,refused,Prefer not to say
five,1,Full trust
five,2,2
five,3,3
five,4,4
five,5,No trust
yes_no,1,Yes
yes_no,0,No
[settings]
form_title,form_id,version
Trust,trust,1
";

#[test]
fn the_scale_of_a_score_is_proposed_where_choices_or_bounds_show_it_with_what_the_form_calls_its_ends() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("diaspora.xlsx"), workbook(SCALES)).unwrap();
    let forms = Forms::merge(vec![version(SCALES)]).unwrap();
    let text = draft(&forms, &["diaspora.xlsx".to_owned()], Origin::Kobo);
    let path = folder.path().join("mapping.toml").display().to_string();
    let layout = Layout::from_toml(&path, &text, code("COL")).unwrap_or_else(|report| panic!("{report}\n{text}"));
    let scales = layout.description.scales.iter().map(|(of, scale)| format!("{of} {scale}"));
    assert_eq!(
        scales.collect::<Vec<_>>(),
        ["SATISFACTION_SCORE 0 to 100", "TRUST_ASSOCIATIONS 1 to 7", "TRUST_EMBASSY 0 to 10", "TRUST_MINISTRY 1 to 5"],
        "{text}"
    );
    assert!(text.contains("# TO CHECK: 0 is \"Not at all\", 10 is \"Completely\". Where 0 is full trust"), "{text}");
    assert!(text.contains("# TO CHECK: 1 is \"Full trust\", 5 is \"No trust\". Where 1 is full trust"), "{text}");
    let direction =
        "# TO CHECK: 0 (no trust) on the scale of 0 to 10. Where it means the contrary, say `reversed = true`.";
    assert!(text.contains(direction), "{text}");
    assert!(text.contains("missing = [\"_Z\", \"_W\", \"_N\", \"refused\"]"), "{text}");
    let trust = layout.description.dimensions.iter().find(|axis| axis.axis.to_string() == "TRUST").unwrap();
    assert!(
        trust.codes.contains(&"S0T10_10".to_owned()) && !trust.codes.contains(&"5".to_owned()),
        "{:?}",
        trust.codes
    );
}
