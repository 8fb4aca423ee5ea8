//! Columns of exports that no form names, because the server or the app adds them.

use super::Origin;

/// Columns that a mapping may name beside the forms' questions.
pub const COLUMNS: [(Origin, &str); 31] = [
    (Origin::Kobo, "_id"),
    (Origin::Kobo, "_uuid"),
    (Origin::Kobo, "_index"),
    (Origin::Kobo, "_status"),
    (Origin::Kobo, "_submission_time"),
    (Origin::Kobo, "_submitted_by"),
    (Origin::Kobo, "_validation_status"),
    (Origin::Kobo, "_xform_id_string"),
    (Origin::Kobo, "__version__"),
    (Origin::Kobo, "formhub/uuid"),
    (Origin::Kobo, "meta/instanceID"),
    (Origin::Kobo, "meta/rootUuid"),
    (Origin::Odk, "KEY"),
    (Origin::Odk, "SubmissionDate"),
    (Origin::Odk, "SubmitterID"),
    (Origin::Odk, "SubmitterName"),
    (Origin::Odk, "Status"),
    (Origin::Odk, "ReviewState"),
    (Origin::Odk, "DeviceID"),
    (Origin::Odk, "Edits"),
    (Origin::Odk, "FormVersion"),
    (Origin::Odk, "instanceID"),
    (Origin::Odk, "meta-instanceID"),
    (Origin::Odk, "meta/instanceID"),
    (Origin::Odk, "__id"),
    (Origin::Odk, "__system/submissionDate"),
    (Origin::Odk, "__system/submitterId"),
    (Origin::Odk, "__system/submitterName"),
    (Origin::Odk, "__system/deviceId"),
    (Origin::Odk, "__system/reviewState"),
    (Origin::Odk, "__system/formVersion"),
];

/// Where a record in JSON says its form's version.
pub const VERSIONS: [&str; 3] = ["__version__", "_version_", "__system/formVersion"];

/// Whether a column holds the version of a record's form. Kobo has several of them once a form was changed, such as
/// `__version__` and `__version___001`.
pub fn is_version(header: &str) -> bool {
    let name = header.rsplit(['/', '-']).next().unwrap_or(header);
    let bare = name.trim_matches('_').trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    bare.eq_ignore_ascii_case("formversion") || name.starts_with('_') && bare == "version"
}
