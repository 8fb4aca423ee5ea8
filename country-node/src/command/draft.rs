//! `study draft FORM...`: what a study's forms say of its mapping.

use super::{Failure, say};
use crate::form::draft::draft;
use crate::form::forms::Forms;
use crate::intake::export::Origin;
use crate::intake::fault::{Fault, Report};
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct Draft {
    /// The `XLSForm`s, the oldest version first.
    #[arg(required = true)]
    forms: Vec<PathBuf>,
    /// Whether the answers come from ODK Central; from `KoboToolbox` when left out.
    #[arg(long)]
    odk: bool,
}

impl Draft {
    pub fn run(self) -> Result<(), Failure> {
        let Self { forms, odk } = self;
        let files: Vec<String> = forms.iter().map(|form| form.display().to_string()).collect();
        let merged = Forms::read(forms.iter().zip(&files).map(|(path, file)| {
            let unreadable = |error: std::io::Error| Fault::in_sheet(file, 1, "", &error.to_string(), "an XLSForm");
            (file.clone(), Vec::new(), std::fs::read(path).map_err(unreadable))
        }));
        let merged = merged.map_err(|faults| Report::new("the forms", faults).to_string())?;
        let text = draft(&merged, &files, if odk { Origin::Odk } else { Origin::Kobo });
        say(text.trim_end())
    }
}
