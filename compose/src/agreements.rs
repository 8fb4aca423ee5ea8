//! Agreements of the demonstration, made as officers make them: over the gateway, one side proposes and the other accepts.
//! Where two members have any, whatever became of it, it is left as it is.

use crate::country::Country;
use crate::fault::Fault;
use crate::keys::TokenKeys;
use futures_util::future::try_join_all;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use node_rules::clock::{Seconds, text};
use schema::concept::Dataset;
use schema::member::MemberCode;
use schema::role::Role;
use schema::token::issue;
use serde_json::{Value, json};
use std::fmt::Write;

/// How long an agreement of the demonstration holds, in seconds: a year.
const HOLDS: Seconds = 365 * 24 * 3600;

/// How long its officers' tokens hold, in seconds.
const TOKEN: Seconds = 600;

type Http = Client<HttpConnector, Full<hyper::body::Bytes>>;

/// One member's officer at the gateway.
struct Officer<'a> {
    member: MemberCode,
    token: String,
    gateway: &'a str,
    http: &'a Http,
}

/// Lets each country that publishes persons' data agree with every other member that it may ask for them, and says how many
/// agreements came about. `gateway` is where the gateway answers, `now` in seconds since 1970.
pub async fn settle(gateway: &str, countries: &[Country], keys: &TokenKeys, now: Seconds) -> Result<usize, Fault> {
    let http: Http = Client::builder(TokioExecutor::new()).build_http();
    let officer = |member: MemberCode| {
        let key = keys.get(&member).ok_or_else(|| Fault::Document(format!("no key of {member}")))?;
        let token = issue(key, member, "demonstration", Role::Officer, now, now + TOKEN);
        let token = token.map_err(|fault| Fault::Token(format!("an officer of {member}"), fault))?;
        Ok::<_, Fault>(Officer { member, token, gateway, http: &http })
    };
    let closed = countries.iter().filter(|country| country.by_agreement().next().is_some());
    let proposing = closed.map(|country| async move {
        let (proposer, others) =
            (officer(country.code)?, keys.keys().copied().filter(|member| *member != country.code));
        proposer.propose(others.collect(), &terms(country, now)).await
    });
    let proposed: Vec<(MemberCode, Agreement)> = try_join_all(proposing).await?.into_iter().flatten().collect();
    let accepting = keys.keys().map(|member| {
        let theirs = proposed.iter().filter(|(of, _)| of == member).map(|(_, agreement)| agreement).collect();
        async move { officer(*member)?.accept(theirs).await }
    });
    try_join_all(accepting).await?;
    Ok(proposed.len())
}

/// An agreement by its country and id.
struct Agreement {
    country: MemberCode,
    id: String,
}

/// All that the country publishes of persons, for every purpose.
fn terms(country: &Country, now: Seconds) -> Value {
    let datasets: Vec<_> = country.by_agreement().map(Dataset::name).collect();
    json!({
        "datasets": datasets,
        "purposes": ["COMPARISON", "RESEARCH", "PROGRAMME_DESIGN", "OUTREACH_DESIGN"],
        "audience": "MEMBER_GOVERNMENTS",
        "until": text(now + HOLDS),
    })
}

impl Officer<'_> {
    /// Proposes to each of some members with whom there is no agreement what they may ask of the officer's country.
    async fn propose(&self, others: Vec<MemberCode>, terms: &Value) -> Result<Vec<(MemberCode, Agreement)>, Fault> {
        let there = self.ask("{ agreements { agreements { country member } unknown { reason } } }", json!({})).await?;
        let (there, own) = (there.pointer("/agreements/agreements").and_then(Value::as_array), self.member.as_str());
        let text = |of: &'_ Value, name: &str| of.get(name).and_then(Value::as_str).map(str::to_owned);
        let of_own = there.into_iter().flatten().filter(|one| text(one, "country").as_deref() == Some(own));
        let there: Vec<String> = of_own.filter_map(|one| text(one, "member")).collect();
        let others: Vec<MemberCode> =
            others.into_iter().filter(|other| !there.iter().any(|member| member == other.as_str())).collect();
        if others.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = String::from("mutation($terms: AgreementTermsInput!) {");
        for other in &others {
            let _ = write!(
                query,
                " {other}: proposeAgreement(country: \"{own}\", member: \"{other}\", terms: $terms) {{ reason agreement {{ id }} }}"
            );
        }
        query.push('}');
        let said = self.ask(&query, json!({ "terms": terms })).await?;
        let proposed = others.into_iter().map(|other| {
            let id = self.id(said.get(other.as_str()))?;
            Ok((other, Agreement { country: self.member, id }))
        });
        proposed.collect()
    }

    async fn accept(&self, agreements: Vec<&Agreement>) -> Result<(), Fault> {
        if agreements.is_empty() {
            return Ok(());
        }
        let mut query = String::from("mutation {");
        for Agreement { country, id } in &agreements {
            let _ = write!(
                query,
                " {country}: changeAgreement(country: \"{country}\", id: \"{id}\", change: ACCEPT) {{ reason agreement {{ id }} }}"
            );
        }
        query.push('}');
        let said = self.ask(&query, json!({})).await?;
        agreements.iter().try_for_each(|agreement| self.id(said.get(agreement.country.as_str())).map(drop))
    }

    /// The id of the agreement that came about.
    fn id(&self, said: Option<&Value>) -> Result<String, Fault> {
        let text = |at: &str| said.and_then(|said| said.pointer(at)).and_then(Value::as_str);
        let id = text("/agreement/id").map(str::to_owned);
        id.ok_or_else(|| self.fault(text("/reason").unwrap_or("no agreement came back")))
    }

    async fn ask(&self, query: &str, variables: Value) -> Result<Value, Fault> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = hyper::Request::post(self.gateway)
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {}", self.token))
            .body(Full::from(body))
            .map_err(|error| self.fault(error))?;
        let response = self.http.request(request).await.map_err(|error| self.fault(error))?;
        let body = response.into_body().collect().await.map_err(|error| self.fault(error))?.to_bytes();
        let mut said: Value = serde_json::from_slice(&body).map_err(|error| self.fault(error))?;
        match said.pointer("/errors/0/message").and_then(Value::as_str) {
            Some(message) => Err(self.fault(message)),
            None => Ok(said.get_mut("data").map(Value::take).unwrap_or_default()),
        }
    }

    fn fault(&self, what: impl std::fmt::Display) -> Fault {
        Fault::Document(format!("agreements of {}: {what}", self.member))
    }
}
