//! Other words for codes than their labels, as forms have them, in English, Spanish and French.

use schema::concept::Dimension;

/// Words that mean nothing else than the code.
#[rustfmt::skip]
pub const SAME: &[(Dimension, &str, &[&str])] = &[
    (Dimension::Destination, "ARE", &["UAE", "Emirates", "Emiratos", "EAU"]),
    (Dimension::Destination, "CIV", &["Ivory Coast", "Costa de Marfil"]),
    (Dimension::Destination, "COD", &["Congo (DRC)", "Congo DR", "DRC", "RDC", "RD Congo", "Congo RDC", "Democratic Republic of the Congo", "Democratic Republic of Congo", "Congo, Democratic Republic of the", "Congo, Democratic Republic", "Republica Democratica del Congo", "Republique democratique du Congo", "Congo Kinshasa"]),
    (Dimension::Destination, "COG", &["Republic of the Congo", "Republic of Congo", "Congo Republic", "Congo Brazzaville", "Republica del Congo", "Republique du Congo"]),
    (Dimension::Destination, "CPV", &["Cabo Verde"]),
    (Dimension::Destination, "CZE", &["Czech Republic", "Republica Checa", "Republique tcheque"]),
    (Dimension::Destination, "GBR", &["UK", "Great Britain", "Gran Bretana", "Grande-Bretagne", "United Kingdom of Great Britain and Northern Ireland"]),
    (Dimension::Destination, "KOR", &["Republic of Korea", "Korea, Republic of"]),
    (Dimension::Destination, "MMR", &["Burma"]),
    (Dimension::Destination, "NLD", &["Holland", "Holanda", "Hollande"]),
    (Dimension::Destination, "RUS", &["Russian Federation"]),
    (Dimension::Destination, "SWZ", &["Swaziland"]),
    (Dimension::Destination, "TUR", &["Türkiye", "Turkiye"]),
    (Dimension::Destination, "USA", &["USA", "US", "U.S.", "U.S.A.", "United States of America", "EEUU", "EE.UU.", "Estados Unidos de America", "Etats-Unis d'Amerique"]),
    (Dimension::Destination, "VNM", &["Viet Nam"]),
    (Dimension::Sex, "F", &["Woman", "Women", "Girl", "Femenino", "Feminin", "Mujeres", "Femmes"]),
    (Dimension::Sex, "M", &["Man", "Men", "Boy", "Masculino", "Masculin", "Varon", "Hombres", "Hommes"]),
];

/// Words that most forms mean a code by.
#[rustfmt::skip]
pub const LIKELY: &[(Dimension, &str, &[&str])] = &[
    (Dimension::Education, "0", &["No education", "No schooling", "No formal education", "None", "Sin estudios", "Ninguno", "Aucun", "Sans instruction"]),
    (Dimension::Education, "1", &["Primary school", "Primary education", "Educacion primaria", "Ecole primaire"]),
    (Dimension::Education, "2", &["Lower secondary school", "Lower secondary education", "Junior high school", "College (premier cycle)"]),
    (Dimension::Education, "3", &["Upper secondary school", "Upper secondary education", "High school", "Senior high school", "Bachillerato", "Lycee"]),
    (Dimension::Education, "6", &["Bachelor", "Bachelors", "Bachelor's degree", "Licenciatura", "Licence"]),
    (Dimension::Education, "7", &["Master", "Masters", "Master's degree", "Maestria"]),
    (Dimension::Education, "8", &["PhD", "Ph.D.", "Doctorate", "Doctoral degree", "Doctor's degree", "Doctorado", "Doctorat"]),
    (Dimension::Employment, "EMPLOYED", &["Self-employed", "Self employed", "Own account worker", "Autonomo", "Independant", "Working", "In work", "Empleado", "Empleada", "Trabaja", "Ocupado", "Ocupada", "Employe", "Travaille"]),
    (Dimension::Employment, "UNEMPLOYED", &["Looking for work", "Desempleado", "Desempleada", "Chomeur", "Chomage", "Sans emploi"]),
    (Dimension::Employment, "OUTSIDE", &["Retired", "Student", "Homemaker", "Housewife", "Jubilado", "Jubilada", "Estudiante", "Retraite", "Etudiant", "Inactive", "Outside the labor force", "Not in the labour force", "Inactivo", "Inactiva", "Inactif", "Hors de la population active"]),
    (Dimension::ReturnIntention, "PERMANENT", &["Permanent", "For good", "Permanente", "Definitivo", "Definitif"]),
    (Dimension::ReturnIntention, "TEMPORARY", &["Temporary", "For a time", "Temporal", "Temporaire"]),
    (Dimension::ReturnIntention, "NONE", &["No return", "Sin retorno", "No piensa volver", "Pas de retour"]),
    (Dimension::ReturnIntention, "UNDECIDED", &["Not decided", "Indeciso", "Indecis"]),
    (Dimension::Association, "YES", &["Yes", "Si", "Oui"]),
    (Dimension::Association, "NO", &["No", "Non"]),
    (Dimension::Offer, "INVESTMENT", &["Investing", "Invertir", "Investir"]),
    (Dimension::Offer, "TEACHING", &["Teach", "Ensenar", "Ensenanza", "Enseigner"]),
    (Dimension::Need, "DOCUMENTS", &["Identity documents", "Passport", "Pasaporte", "Passeport"]),
    (Dimension::Need, "VOTING", &["Vote", "Votar", "Voter", "Right to vote", "Derecho al voto", "Droit de vote"]),
    (Dimension::Need, "PENSIONS", &["Pension"]),
    (Dimension::Channel, "EMAIL", &["Email", "Mail", "Correo", "E-mail"]),
    (Dimension::Channel, "MESSENGER", &["WhatsApp", "Telegram", "Signal"]),
    (Dimension::Channel, "EMBASSY", &["Consulate", "Consulado", "Consulat"]),
    (Dimension::Channel, "SMS", &["Text message", "Mensaje de texto", "Texto"]),
    (Dimension::Duration, "UNDER_5_YEARS", &["Less than 5 years", "Fewer than 5 years", "0 to 5 years", "Under 5"]),
    (Dimension::Duration, "OVER_10_YEARS", &["More than 10 years", "10 years or more", "Over 10"]),
    (Dimension::Remittances, "BANK", &["Bank", "Bank transfer", "Banco", "Transferencia bancaria", "Banque", "Virement bancaire"]),
    (Dimension::Remittances, "TRANSFER_OPERATOR", &["Transfer operator", "Money transfer operator", "Western Union", "MoneyGram", "Remesadora"]),
    (Dimension::Remittances, "MOBILE", &["Mobile", "Mobile money", "Mobile phone"]),
    (Dimension::Remittances, "INFORMAL", &["Informal", "Hawala", "Hawaladar"]),
    (Dimension::Remittances, "DOES_NOT_SEND", &["Does not send", "Do not send", "I do not send", "I do not send money", "No envio", "No envia", "Je n'envoie pas"]),
];

/// Choices that say why there is no answer.
#[rustfmt::skip]
pub const REASONS: [(&str, &[&str]); 4] = [
    ("_R", &["refused", "refuse", "prefer not to say", "prefer not to answer", "rather not say", "no quiere decir", "prefiero no decir", "prefiero no decirlo", "prefiere no decir", "prefiero no responder", "prefiere no responder", "ne veut pas le dire", "prefere ne pas repondre", "prefere ne pas le dire", "refuse de repondre"]),
    ("_K", &["dont know", "do not know", "dk", "no se", "no lo se", "no sabe", "ne sais pas", "je ne sais pas", "nsp"]),
    ("_N", &["no answer", "no responde", "no contesta", "pas de reponse"]),
    ("_Z", &["not applicable", "no aplica", "no corresponde", "sans objet", "non applicable"]),
];

/// Choices that stand for whatever a list has not, or for none of it: they fit no code, and say nothing against the others. Joining
/// words are left out.
#[rustfmt::skip]
pub const REST: [&str; 23] = [
    "other", "others", "none", "none of these", "none of above", "nothing", "otro", "otra", "otros", "otras", "ninguno", "ninguna", "nada",
    "ninguna de las anteriores", "autre", "autres", "aucun", "aucune", "rien",
    "unknown", "desconocido", "desconocida", "inconnu",
];
