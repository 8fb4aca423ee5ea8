//! A receipt as plain text.

use super::sheet::Sheet;

/// The sheet, line by line.
pub fn text(sheet: &Sheet) -> String {
    let mut lines = vec![sheet.title.clone()];
    for part in &sheet.parts {
        lines.extend([String::new(), part.heading.clone()]);
        for (about, said) in &part.lines {
            // A text of several lines stands below what it is about.
            let said = said.trim_end();
            if said.contains('\n') {
                lines.push(format!("  {about}:"));
                lines.extend(said.lines().map(|line| format!("    {line}").trim_end().to_owned()));
            } else {
                lines.push(format!("  {about}: {said}"));
            }
        }
    }
    lines.join("\n") + "\n"
}
