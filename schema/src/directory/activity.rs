//! Activities of outreach: what was done to reach a diaspora, and who came.

use super::area::Area;
use super::date::PartialDate;
use super::name::Name;
use super::sound::Sound;
use crate::concept::quantity;
use crate::country::CountryCode;
use crate::period;
use crate::study::StudyId;
use async_graphql::{Enum, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

/// How an activity reaches people.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ActivityForm {
    /// A website or a portal.
    Website,
    /// A session that informs: rights, services, programmes.
    SensitizationSession,
    /// A meeting that asks: for needs, for views on a policy.
    Consultation,
    /// A campaign in media, by e-mail or by messages.
    Campaign,
}

/// What shows whether an activity changed something: a study's figures of one thing before it and after it, as its country publishes
/// them. The gateway's list of activities has both with their intervals, and the difference.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "ActivityMeasure", input_name = "ActivityMeasureInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActivityMeasure {
    /// The study.
    pub study: StudyId,
    /// What it asked, such as `TRUST_MINISTRY`: a quantity, as in a measure's `of`.
    pub of: String,
    /// The period of the wave before.
    pub before: String,
    /// The period of the wave after.
    pub after: String,
}

/// An activity of outreach.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "ActivityContent", input_name = "ActivityInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Activity {
    /// Its titles by language.
    pub titles: Vec<Name>,
    /// How it reaches people.
    pub form: ActivityForm,
    /// What it is about.
    pub areas: Vec<Area>,
    /// In which countries.
    pub places: Vec<CountryCode>,
    /// Since when, as exactly as that is known.
    pub from: PartialDate,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// With whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub partners: Vec<String>,
    /// For whom, in words.
    pub audience: String,
    /// How many came, were written to or visited it, as it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendance: Option<u32>,
    /// What shows whether it changed something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub measured: Vec<ActivityMeasure>,
    /// What followed on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub follow_up: Vec<String>,
    /// What those it was for said of it, in the organiser's words. Nobody is quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<String>,
    /// Who answers for it: the id of an institution's, a mission's or an association's record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser: Option<String>,
}

impl Activity {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.names("titles", &self.titles);
        sound.areas(&self.areas);
        sound.most("places", self.places.len(), 250);
        sound.in_order(("from", Some(self.from)), ("until", self.until));
        sound.texts("partners", &self.partners);
        sound.line("audience", &self.audience);
        sound.most("measured", self.measured.len(), 20);
        for (at, measure) in self.measured.iter().enumerate() {
            let field = |name: &str| format!("measured.{at}.{name}");
            sound.expect(quantity(&measure.of).is_some(), &field("of"), "a quantity, such as TRUST_MINISTRY");
            for (name, period) in [("before", &measure.before), ("after", &measure.after)] {
                sound.expect(period::is_sound(period), &field(name), period::EXPECTED);
            }
            sound.expect(measure.before < measure.after, &field("after"), "a period after `before`");
        }
        sound.texts("followUp", &self.follow_up);
        sound.maybe_text("feedback", self.feedback.as_deref());
        sound.maybe_id("organiser", self.organiser.as_deref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_measured_is_a_quantity_of_a_study_in_two_waves_in_their_order() {
        let read = |measured| {
            let says = json!({
                "titles": [{ "language": "eng", "text": "Voting from abroad" }], "form": "CAMPAIGN", "areas": ["PARTICIPATION"],
                "places": ["ESP"], "from": "2026-10", "audience": "Citizens in Spain", "measured": measured,
            });
            let activity: Activity = serde_json::from_value(says).unwrap();
            let mut sound = Sound::default();
            activity.check(&mut sound);
            sound.faults().iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let measure = |of: &str, before: &str, after: &str| json!([{ "study": "DIAS", "of": of, "before": before, "after": after }]);
        assert_eq!(read(measure("TRUST_MINISTRY", "2024", "2026")), Vec::<String>::new());
        assert_eq!(
            read(measure("SHOE_SIZE", "2026", "in 2024")),
            [
                "measured.0.of: expected a quantity, such as TRUST_MINISTRY",
                "measured.0.after: expected a period such as 2020 or 2020-Q1",
            ]
        );
        assert_eq!(
            read(measure("TRUST_MINISTRY", "2026", "2024")),
            ["measured.0.after: expected a period after `before`"]
        );
    }
}
