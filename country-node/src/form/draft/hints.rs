//! Words of a question's name and labels that speak for a dimension, in English, Spanish and French, without accents.

use super::words::words;
use crate::form::question::Question;
use schema::concept::Dimension;
use std::collections::BTreeSet;

#[rustfmt::skip]
const HINTS: [(Dimension, &[&str]); 20] = [
    (Dimension::Destination, &["destination", "country", "residence", "reside", "live", "lives", "living", "pais", "destino", "residencia", "vive", "pays", "residez", "vivez"]),
    (Dimension::DestinationRegion, &["region", "state", "province", "estado", "provincia"]),
    (Dimension::Sex, &["sex", "gender", "sexo", "genero", "sexe", "genre"]),
    (Dimension::Age, &["age", "old", "edad"]),
    (Dimension::Generation, &["generation", "generacion"]),
    (Dimension::Status, &["status", "situation", "situacion", "statut"]),
    (Dimension::Duration, &["duration", "long", "years", "duracion", "tiempo", "anos", "duree", "temps", "ans"]),
    (Dimension::Education, &["education", "schooling", "school", "degree", "isced", "educacion", "educativo", "estudios", "escolaridad", "instruccion", "etudes", "scolarite", "instruction", "diplome"]),
    (Dimension::Field, &["field", "studied", "campo", "carrera", "domaine", "filiere"]),
    (Dimension::Employment, &["employment", "employed", "work", "job", "labour", "labor", "empleo", "trabajo", "trabaja", "laboral", "emploi", "travail"]),
    (Dimension::Occupation, &["occupation", "profession", "ocupacion", "profesion", "metier"]),
    (Dimension::Sector, &["sector", "industry", "industria", "rama", "secteur", "branche"]),
    (Dimension::Language, &["language", "speak", "idioma", "lengua", "habla", "langue", "parlez"]),
    (Dimension::ReturnIntention, &["return", "retorno", "regresar", "volver", "retornar", "retour", "retourner", "revenir", "rentrer"]),
    (Dimension::Offer, &["offer", "offers", "contribute", "skills", "ofrece", "ofrecer", "oferta", "contribuir", "offrez", "offre", "offrir", "contribuer"]),
    (Dimension::Need, &["need", "needs", "necesita", "necesidad", "necesidades", "besoin", "besoins"]),
    (Dimension::Trust, &["trust", "confianza", "confia", "confiance"]),
    (Dimension::Remittances, &["remittances", "remittance", "remit", "money", "send", "transfer", "remesas", "remesa", "dinero", "envia", "argent", "fonds", "envoyez", "transferts"]),
    (Dimension::Association, &["association", "member", "membership", "asociacion", "miembro", "membre"]),
    (Dimension::Channel, &["channel", "contact", "reach", "informed", "canal", "contacto", "informado", "contacter"]),
];

/// The dimensions that a question speaks of.
pub fn hinted(question: &Question) -> Vec<Dimension> {
    let said: BTreeSet<String> =
        [&question.name].into_iter().chain(question.labels.values()).flat_map(|text| words(text)).collect();
    let speaks = |hints: &[&str]| hints.iter().any(|hint| said.contains(*hint));
    HINTS.iter().filter(|(_, hints)| speaks(hints)).map(|(dimension, _)| *dimension).collect()
}

/// Whether a question's name is a word for the dimension and nothing else.
pub fn is_called(question: &Question, dimension: Dimension) -> bool {
    let [name] = words(&question.name).try_into().unwrap_or_else(|_| [String::new()]);
    HINTS.iter().any(|(of, hints)| *of == dimension && hints.contains(&name.as_str()))
}
