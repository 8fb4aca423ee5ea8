//! A permit to figures and their source: the release's tables are fetched, the rules add them up.

use crate::audit::open::Opened;
use crate::release::shelf::{Shelf, ShelfFault, Signed};
use node_rules::decide::Permit;
use node_rules::figures::{Figures, Reading};
use schema::provenance::Source;
use std::collections::BTreeMap;

/// Reads the figures that a permit allows, once it is written down that they are read.
pub async fn read(shelf: &Shelf, permit: &Permit, _written: &Opened) -> Result<Figures, ShelfFault> {
    let reading = Reading::of(permit);
    let mut tables = BTreeMap::new();
    for key in reading.tables() {
        let table = shelf.table(permit.release(), &key).await?;
        tables.insert(key, table);
    }
    reading.read(&tables).ok_or(ShelfFault::Missing)
}

/// Where the figures of a permit come from.
pub fn source(permit: &Permit, signed: &Signed) -> Source {
    let release = permit.release();
    let asked = permit.question().axes();
    let quantity = permit.question().measure().of.as_ref().and_then(|of| release.quantity(of));
    let segments = permit.segments().iter().filter_map(|at| release.segments.get(usize::from(*at)));
    let shares: Option<Vec<f64>> = segments.map(|segment| segment.share).collect();
    Source {
        release: release.id.clone(),
        dataset: release.cut.dataset,
        reference_period: release.cut.reference_period.clone(),
        published_at: release.cut.cut_at.clone(),
        title: release.cut.described.title.clone(),
        producer: release.cut.described.producer.clone(),
        note: release.cut.described.note.clone(),
        population_basis: release.cut.described.population_basis,
        study: release.cut.study.clone(),
        unit: quantity.map(|quantity| quantity.unit.0.clone()),
        mechanism: release.cut.mechanism,
        method: release.method.clone(),
        bound: release.bound.clone(),
        // Each segment's share is rounded; their sum is said as a whole percent too, and is never more than all.
        consent_share: shares.map(|shares| ((100.0 * shares.iter().sum::<f64>()).round() / 100.0).min(1.0)),
        fits: asked.iter().filter_map(|axis| release.axis(*axis)?.dimension_fit()).collect(),
        // Of what the wave did not ask, as the wave that did says it.
        items: asked.iter().filter_map(|axis| permit.axis(*axis)?.item_source()).collect(),
        signature: signed.signature.to_string(),
    }
}
