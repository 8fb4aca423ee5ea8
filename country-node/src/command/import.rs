//! `import FILE --mapping M`.

use super::{Failure, say};
use crate::audit::command::Administration;
use crate::intake::layout::Layout;
use crate::intake::load::{Loaded, Options, load};
use crate::node::Node;
use crate::person::correct::idle;
use crate::release::data::Data;
use crate::study::column;
use clap::Args;
use schema::study::StudyId;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Args, Debug)]
pub struct Import {
    /// The file.
    file: PathBuf,
    /// The mapping (TOML): which column is which concept.
    #[arg(long)]
    mapping: PathBuf,
    /// Load good rows and write refused ones to FILE.refused.csv.
    #[arg(long)]
    keep_going: bool,
    /// Load a period anew that is loaded already.
    #[arg(long)]
    replace: bool,
}

impl Import {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        let text = std::fs::read_to_string(&self.mapping)?;
        let layout = Layout::from_toml(&self.mapping.display().to_string(), &text, node.config.country);
        let layout = Arc::new(layout.map_err(|report| report.to_string())?);
        let options = Options { keep_going: self.keep_going, replace: self.replace };
        let terminal = std::io::stderr().is_terminal();
        let progress = |rows: u64| {
            if terminal {
                let _ = write!(std::io::stderr(), "\r{rows} records");
            }
        };
        let import = Administration::of("import")
            .with("dataset", layout.dataset.name())
            .maybe("study", layout.study.as_ref().map(StudyId::as_str))
            .maybe("from", layout.description.signed_up.as_ref().map(|source| source.place.name()))
            .switch("keep-going", self.keep_going)
            .switch("replace", self.replace);
        let loaded = node
            .audited(import, async {
                Ok(load(&node.store, &node.keys, Arc::clone(&layout), &self.file, options, progress).await?)
            })
            .await;
        if terminal {
            let _ = writeln!(std::io::stderr());
        }
        let loaded: Loaded = loaded.map_err(|fault: Failure| fault)?;
        say(&format!(
            "{} records of {} loaded for {}; {} rows of others passed over",
            loaded.rows,
            layout
                .study
                .as_ref()
                .map_or_else(|| layout.dataset.to_string(), |study| format!("{} {study}", layout.dataset)),
            loaded.periods.join(", "),
            loaded.passed_over
        ))?;
        if loaded.erased > 0 {
            say(&format!("{} rows were left out: their persons were erased", loaded.erased))?;
        }
        for data in Data::all(&node.store).await? {
            let study = column(layout.study.as_ref());
            if loaded.periods.iter().any(|period| data.is_of(layout.dataset, study, period)) {
                let idle = idle(&node.store, &data).await?;
                if idle > 0 {
                    say(&format!("{idle} corrections do not hold: the mapping cannot give their values any more"))?;
                }
            }
        }
        if let Some((report, to)) = loaded.refused {
            say(&format!("{report}refused rows are in {}", to.display()))?;
        }
        Ok(())
    }
}
