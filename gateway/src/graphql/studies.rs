//! Studies: which there are, in which countries, and what their waves asked.

use super::agreements::Unheard;
use crate::fetch::{Nodes, catalogues};
use crate::registry::{Member, Registry};
use async_graphql::SimpleObject;
use schema::answer::PublishedWave;
use schema::concept::Dataset;
use schema::provenance::PopulationBasis;
use schema::study::StudyId;

/// What members have published, study by study, and who could not be heard.
#[derive(SimpleObject)]
pub struct StudyList {
    /// The studies, by country, dataset and id.
    studies: Vec<PublishedStudy>,
    /// The countries whose studies are not known at the moment.
    unknown: Vec<Unheard>,
}

/// A country's part in a study, or data of no study.
#[derive(SimpleObject)]
pub struct PublishedStudy {
    /// The country.
    country: Member,
    /// What kind of data.
    dataset: Dataset,
    /// The study; null for data of no study.
    study: Option<StudyId>,
    /// The data's title.
    title: String,
    /// Who is counted.
    population_basis: PopulationBasis,
    /// The waves with a release, oldest first, and what each asked.
    waves: Vec<PublishedWave>,
}

impl StudyList {
    /// Asks the members that publish a dataset, or all.
    pub(super) async fn of(nodes: &Nodes, registry: &Registry, dataset: Option<Dataset>) -> Self {
        let mut list = Self { studies: Vec::new(), unknown: Vec::new() };
        for (node, published) in catalogues(nodes, &registry.publishing(dataset)).await {
            let flows = match published {
                Ok(flows) => flows,
                Err(absence) => {
                    list.unknown.push(Unheard::of(&node, absence));
                    continue;
                }
            };
            let wanted = flows.iter().filter(|flow| dataset.is_none_or(|dataset| flow.dataset == dataset));
            list.studies.extend(wanted.map(|flow| PublishedStudy {
                country: Member::clone(&node.member),
                dataset: flow.dataset,
                study: flow.study.clone(),
                title: flow.title.clone(),
                population_basis: flow.population_basis,
                waves: flow.waves.clone(),
            }));
        }
        list
    }
}
