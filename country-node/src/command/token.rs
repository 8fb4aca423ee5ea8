//! `token`: a bearer token for one of the country's users, signed with the country's own key; and tokens for scripts, which an
//! officer issues, lists and revokes.

use super::join::TOKEN_KEY;
use super::{Failure, say, system_random};
use crate::audit::command::Administration;
use crate::node::Node;
use crate::script::officer::{Wanted, issue as issue_script, list, revoke};
use crate::script::terms;
use crate::store::script_token;
use clap::{Args, Subcommand};
use door::key_file;
use node_rules::clock::text;
use node_rules::script::MOST_DAYS as MOST_SCRIPT_DAYS;
use schema::role::Role;
use schema::token::issue;

/// The longest that a token holds, in days: a quarter.
const MOST_DAYS: i64 = 92;

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Token {
    #[command(subcommand)]
    script: Option<Script>,
    #[command(flatten)]
    person: Option<Person>,
}

/// A user's token: nobody can revoke it.
#[derive(Args, Debug)]
struct Person {
    /// The user, by a pseudonym that the country keeps.
    #[arg(long)]
    user: String,
    /// What the user does: observer, analyst, officer or administrator.
    #[arg(long, value_parser = role)]
    role: Role,
    /// How many days it holds, at most 92.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=MOST_DAYS))]
    days: i64,
}

/// Tokens for scripts.
#[derive(Subcommand, Debug)]
enum Script {
    /// Issues a token for a script and prints its secret, once.
    Issue {
        /// What it is called, such as `yearly-report`; no name is used twice.
        name: String,
        /// The officer who issues it, by a pseudonym that the country keeps.
        #[arg(long)]
        by: String,
        /// What the script may do: analyst or observer.
        #[arg(long, value_parser = role)]
        role: Role,
        /// How many days it holds, at most 366.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=MOST_SCRIPT_DAYS))]
        days: i64,
    },
    /// Lists the tokens for scripts: name, role, who issued it, when, until when, last used, and whether it is of use.
    List,
    /// Revokes a token for a script: within a minute it is of use nowhere.
    Revoke {
        /// What it is called.
        name: String,
    },
}

fn role(name: &str) -> Result<Role, String> {
    Role::from_name(name).ok_or_else(|| format!("one of {}", Role::ALL.map(Role::name).join(", ")))
}

impl Token {
    /// Does it between the two entries of the audit log: not for whom, and never the token.
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        match (self.script, self.person) {
            (Some(script), _) => script.run(node).await,
            (None, Some(person)) => {
                let (role, days) = (person.role.name(), person.days.to_string());
                let written = Administration::of("token").with("role", role).with("days", days);
                node.audited(written, async { person.run(node) }).await
            }
            (None, None) => Err("say --user and --role, or one of issue, list, revoke".into()),
        }
    }
}

impl Person {
    fn run(&self, node: &Node) -> Result<(), Failure> {
        let key = key_file::read(&node.folder.join(TOKEN_KEY))?;
        let now = (node.clock)();
        say(&issue(&key, node.config.country, &self.user, self.role, now, now + self.days * 86_400)?)
    }
}

impl Script {
    async fn run(self, node: &Node) -> Result<(), Failure> {
        match self {
            Self::Issue { name, by, role, days } => {
                let written = Administration::of("token issue").with("name", &name).with("role", role.name());
                let written = written.with("days", days.to_string());
                let mut random = [0; 32];
                system_random()?(&mut random);
                let wanted = Wanted { name, role, days, by };
                let issuing = async { Ok::<_, Failure>(issue_script(node, wanted, random).await?) };
                say(node.audited(written, issuing).await?.text())
            }
            Self::List => {
                let listing = async { Ok::<_, Failure>(list(node).await?) };
                let tokens = node.audited(Administration::of("token list"), listing).await?;
                let now = (node.clock)();
                tokens.iter().try_for_each(|token| say(&line(token, now)))
            }
            Self::Revoke { name } => {
                let written = Administration::of("token revoke").with("name", &name);
                let revoking = async { Ok::<_, Failure>(revoke(node, &name).await?) };
                node.audited(written, revoking).await?;
                say(&format!("{name} is revoked; within a minute it is of use nowhere"))
            }
        }
    }
}

fn line(token: &script_token::Model, now: i64) -> String {
    let day = |day: i64| text(day.saturating_mul(86_400)).chars().take(10).collect::<String>();
    let used = token.last_used_day.map_or_else(|| "never".to_owned(), day);
    let state = terms(token).hold(now).err().map_or_else(|| "in use".to_owned(), |why| why.name().to_lowercase());
    let [issued, expires] = [token.issued_at, token.expires_at].map(text);
    format!("{}  {}  {state}  by {}  {issued} to {expires}  last used {used}", token.name, token.role, token.issued_by)
}
