//! A receipt as a page to print: everything in one file, nothing from elsewhere, no script.

use super::sheet::{Part, Sheet};
use std::borrow::Cow;

const STYLE: &str = "body{font:1rem/1.5 Georgia,serif;color:#111;background:#fff;max-width:44rem;margin:2rem auto;\
    padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.1rem;margin:1.5rem 0 .25rem;border-bottom:1px solid #999}\
    dl{display:grid;grid-template-columns:11rem 1fr;gap:.25rem 1rem;margin:0}dt{color:#444}\
    dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}\
    @media(max-width:36rem){dl{grid-template-columns:1fr}}@media print{body{margin:0;max-width:none}h2{break-after:avoid}}";

/// The sheet as HTML.
pub fn page(sheet: &Sheet) -> String {
    let (language, title) = (escaped(&sheet.language), escaped(&sheet.title));
    let parts: String = sheet.parts.iter().map(section).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         </head>\n<body>\n<h1>{title}</h1>\n{parts}</body>\n</html>\n"
    )
}

fn section(part: &Part) -> String {
    let lines = part
        .lines
        .iter()
        .map(|(about, said)| format!("<dt>{}</dt><dd>{}</dd>\n", escaped(about), escaped(said.trim_end())));
    let lines: String = lines.collect();
    format!("<section>\n<h2>{}</h2>\n<dl>\n{lines}</dl>\n</section>\n", escaped(&part.heading))
}

/// A text in which nothing is markup.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let escape = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        c => c.to_string(),
    };
    Cow::Owned(text.chars().map(escape).collect())
}
