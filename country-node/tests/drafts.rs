//! Each folder of `drafts`: forms, why they are there, and the first mapping that is proposed of them. Whatever is proposed is a
//! mapping that can be read.

use crate::ground::{code, folders, workbook};
use country_node::form::draft::draft;
use country_node::form::forms::Forms;
use country_node::intake::export::Origin;
use country_node::intake::layout::Layout;
use std::path::PathBuf;

/// The folders of cases.
pub fn drafts() -> Vec<PathBuf> {
    folders::all("drafts", 11)
}

#[tokio::test]
async fn what_is_proposed_of_each_form_is_what_it_says_and_can_be_read() {
    let proposed = |case: PathBuf| async move {
        let folder = tempfile::tempdir().unwrap();
        let forms = ["v1", "v2"].map(|name| (name, std::fs::read_to_string(case.join(format!("{name}.form")))));
        let forms: Vec<(String, Vec<u8>)> = forms
            .into_iter()
            .filter_map(|(name, text)| Some((format!("{name}.xlsx"), workbook(&text.ok()?))))
            .collect();
        for (name, book) in &forms {
            std::fs::write(folder.path().join(name), book).unwrap();
        }
        let files: Vec<String> = forms.iter().map(|(name, _)| name.clone()).collect();
        let read = forms.into_iter().map(|(name, book)| (name, Vec::new(), Ok(book)));
        let text = draft(&Forms::read(read).unwrap(), &files, Origin::Kobo);
        let path = folder.path().join("mapping.toml").display().to_string();
        if let Err(report) = Layout::from_toml(&path, &text.replace("\"YEAR\"", "\"2024\""), code("COL")) {
            return format!("{report}{text}");
        }
        // What stands before is the same of all forms.
        text.split_once("# Relative to this file.\n").unwrap().1.to_owned()
    };
    folders::hold(drafts(), "draft-", proposed).await;
}

/// It took minutes when each choice was tried against each code of each dimension.
#[test]
fn what_is_proposed_of_a_long_form_is_there_at_once() {
    let mut text = "[survey]\ntype,name,label::English,label::French\n".to_owned();
    for question in 0..100 {
        text += &format!("select_one l{question},q{question},In which country was it?,Dans quel pays ?\n");
    }
    text += "[choices]\nlist_name,name,label::English,label::French\n";
    for choice in (0..100).flat_map(|list| (0..250).map(move |choice| (list, choice))) {
        text += &format!("l{},c{},Choice {},Choix {}\n", choice.0, choice.1, choice.1, choice.1);
    }
    let forms = Forms::read([("v1.xlsx".to_owned(), Vec::new(), Ok(workbook(&text)))].into_iter()).unwrap();
    let (done, drafted) = std::sync::mpsc::channel();
    std::thread::spawn(move || done.send(draft(&forms, &["v1.xlsx".to_owned()], Origin::Kobo)));
    let text = drafted.recv_timeout(std::time::Duration::from_secs(40)).expect("match each list once, and by an index");
    assert!(text.contains("QUESTION:Q99"));
}
