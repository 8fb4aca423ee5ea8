//! `consent receipt` and `consent verify`.

use super::super::held::write;
use super::super::{Failure, say};
use super::Whose;
use crate::consent::made_out;
use crate::consent::page::page;
use crate::consent::sheet::Sheet;
use crate::consent::text::text;
use crate::node::Node;
use crate::page::words::Languages;
use clap::Args;
use node_rules::consent::receipt::ConsentReceipt;
use schema::seal::PublicKey;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct MakeOut {
    #[command(flatten)]
    whose: Whose,
    /// Where it is written: .json is what is signed, .html and .txt are prints of it. May be given more than once.
    #[arg(long, required = true, value_parser = out)]
    out: Vec<Out>,
    /// The language of the prints, by its tag (BCP 47).
    #[arg(long, default_value = "en")]
    language: String,
}

#[derive(Args, Debug)]
pub struct Verify {
    /// The receipt (JSON).
    file: PathBuf,
    /// The key that the country publishes; left out, the receipt is held against the key that it names itself.
    #[arg(long)]
    key: Option<String>,
}

/// A file and its form.
#[derive(Clone, Debug)]
struct Out {
    path: PathBuf,
    form: Form,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Json,
    Page,
    Text,
}

impl MakeOut {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        let receipt = made_out::receipt(node, &self.whose.pseudonym(node)?).await?;
        let own = node.config.page.as_ref().map(|page| page.words.clone()).unwrap_or_default();
        let languages = Languages::with(&node.folder, &own)?;
        let language = languages.of(&self.language).ok_or_else(|| {
            let known: Vec<&str> = languages.all().map(|(tag, _)| tag).collect();
            format!("--language is one of {}", known.join(", "))
        })?;
        let sheet = Sheet::of(&receipt, language);
        for Out { path, form } in self.out {
            let bytes = match form {
                Form::Json => receipt.to_json()?,
                Form::Page => page(&sheet).into_bytes(),
                Form::Text => text(&sheet).into_bytes(),
            };
            write(&path, &bytes).map_err(|error| format!("{}: {error}", path.display()))?;
            say(&format!("{} is written", path.display()))?;
        }
        Ok(())
    }
}

impl Verify {
    pub fn run(self) -> Result<(), Failure> {
        let file = self.file.display();
        let key = self.key.map(|key| PublicKey::from_text(&key)).transpose()?;
        let bytes = std::fs::read(&self.file).map_err(|error| format!("{file}: {error}"))?;
        let receipt = ConsentReceipt::open(&bytes, key.as_ref()).map_err(|why| format!("{file}: {why}"))?;
        let contents = receipt.contents();
        let held = if key.is_some() {
            "it is the given key's".to_owned()
        } else {
            format!("its key is {}: compare it with the one that {} publishes", receipt.key(), contents.country)
        };
        say(&format!("{file} stands as {} signed it at {}; {held}", contents.country, contents.issued_at))
    }
}

fn out(path: &str) -> Result<Out, String> {
    let path = PathBuf::from(path);
    let form = match path.extension().and_then(|extension| extension.to_str()) {
        Some("json") => Form::Json,
        Some("html") => Form::Page,
        Some("txt") => Form::Text,
        _ => return Err("a file whose name ends in .json, .html or .txt".to_owned()),
    };
    Ok(Out { path, form })
}
