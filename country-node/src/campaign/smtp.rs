//! The talk with the country's mail server (RFC 5321), as far as the final dot, which only an intent ends.

use super::fault::CampaignFault;
use super::queue::Intent;
use super::write::Written;
use crate::config::{Mail, MailTls};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use std::path::Path;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// Takes back from whom and to whom a message would have gone.
const RESET: &str = "RSET\r\n";

/// How long the server may take for a command (RFC 5321, 4.5.3.2).
const PATIENCE: Duration = Duration::from_mins(5);

/// A connection on which nothing is under way.
pub struct Connection {
    talk: AsyncSmtpConnection,
    /// How long the server may take to say that it took a message.
    patience: Duration,
}

/// A connection on which the server knows from whom and to whom a message goes.
pub struct Ready(Connection);

/// What the server said of a recipient.
pub enum Begun {
    /// It takes mail for the recipient.
    Ready(Ready),
    /// It does not take this letter: surely; for good, or for now. The connection is there where it can be used again.
    Refused(Option<Connection>, Refused),
}

/// What a server said that does not take a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its code; nothing where the node knew it without asking.
    pub code: Option<u16>,
    /// What it means for the letter.
    pub refusal: Refusal,
}

/// What it means for a letter that the server does not take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It may take it later.
    ForNow,
    /// It never takes it.
    ForGood,
    /// It does not serve the one who sends, which is no word on the recipient.
    OfSender,
}

/// What became of a message that was handed over.
pub enum Heard {
    /// The server took it.
    Taken(Connection, u16),
    /// The server surely did not.
    Refused(Connection, Refused),
    /// The connection broke before any of the text was sent.
    NotBegun,
    /// Nobody knows: the connection broke, or the server said nothing in time.
    Unknown,
}

impl Connection {
    /// Connects, speaks TLS and says who the node is, as far as the configuration wants it.
    pub async fn open(mail: &Mail, folder: &Path) -> Result<Self, CampaignFault> {
        let opening = async {
            let name = ClientId::Domain(mail.host().to_owned());
            let (host, port) = mail.server.rsplit_once(':').ok_or_else(|| server("`server` is no host:port"))?;
            let port: u16 = port.parse().map_err(|_| server("`server` is no host:port"))?;
            let tls = match mail.tls {
                MailTls::None if !["127.0.0.1", "localhost"].contains(&host) => {
                    return Err(server("`tls = \"none\"` is for one on the node's own machine"));
                }
                MailTls::None => None,
                MailTls::Starttls | MailTls::Wrapper => Some(trust(mail, host, folder)?),
            };
            let at_once = tls.clone().filter(|_| mail.tls == MailTls::Wrapper);
            let mut talk = AsyncSmtpConnection::connect_tokio1((host, port), Some(PATIENCE), &name, at_once, None)
                .await
                .map_err(|fault| said(&fault))?;
            if let Some(tls) = tls.filter(|_| mail.tls == MailTls::Starttls) {
                talk.starttls(tls, &name).await.map_err(|fault| said(&fault))?;
            }
            if let Some(credentials) = credentials(mail, folder)? {
                let ways = [Mechanism::Plain, Mechanism::Login];
                talk.auth(&ways, &credentials).await.map_err(|fault| said(&fault))?;
            }
            Ok(Self { talk, patience: mail.patience() })
        };
        timeout(PATIENCE, opening).await.unwrap_or_else(|_| Err(server("it says nothing")))
    }

    /// Says from whom and to whom a message goes.
    pub async fn begin(mut self, message: &Written) -> Result<Begun, CampaignFault> {
        let mut parameters = Vec::new();
        if !message.envelope.to().iter().all(|to| to.to_string().is_ascii()) {
            if !self.talk.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Ok(Begun::Refused(Some(self), Refused { code: None, refusal: Refusal::ForGood }));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let talking = async {
            // What the server has against the sender is no fault of a letter.
            let from = MailFrom::new(message.envelope.from().cloned(), parameters);
            self.talk.command(from).await.map_err(|fault| said(&fault))?;
            for to in message.envelope.to() {
                if let Err(fault) = self.talk.command(Rcpt::new(to.clone(), Vec::new())).await {
                    let refused = refused(&fault).ok_or_else(|| said(&fault))?;
                    let is_open = self.talk.command(RESET).await.is_ok();
                    // Servers tell a client or a sender that they do not serve only here.
                    let refusal = match refused.code {
                        Some(530 | 535 | 553 | 554) => Refusal::OfSender,
                        _ => refused.refusal,
                    };
                    return Ok(Some((Refused { refusal, ..refused }, is_open)));
                }
            }
            Ok(None)
        };
        match timeout(PATIENCE, talking).await.unwrap_or_else(|_| Err(server("it says nothing")))? {
            None => Ok(Begun::Ready(Ready(self))),
            Some((refused, is_open)) => Ok(Begun::Refused(is_open.then_some(self), refused)),
        }
    }

    /// Takes leave.
    pub async fn close(mut self) {
        let _ = timeout(Duration::from_secs(5), self.talk.quit()).await;
    }
}

impl Ready {
    /// Hands the text over, of which it is kept that this happens.
    pub async fn finish(self, intent: &Intent, message: &Written) -> Heard {
        let Self(mut connection) = self;
        let until = intent.since + connection.patience;
        // Who slept since may find it settled by somebody else.
        if Instant::now() >= until {
            return Heard::Unknown;
        }
        // Without a single byte of the text nothing can have been taken.
        match timeout_at(until, connection.talk.command(Data)).await {
            Ok(Ok(_)) => {}
            Ok(Err(fault)) => {
                return refused(&fault).map_or(Heard::NotBegun, |refused| Heard::Refused(connection, refused));
            }
            Err(_) => return Heard::NotBegun,
        }
        match timeout_at(until, connection.talk.message(&message.text)).await {
            Ok(Ok(response)) => Heard::Taken(connection, response.code().into()),
            Ok(Err(fault)) => refused(&fault).map_or(Heard::Unknown, |refused| Heard::Refused(connection, refused)),
            Err(_) => Heard::Unknown,
        }
    }

    /// Gives up before any of the text is sent, and gives back the connection where it can be used again.
    pub async fn give_up(self) -> Option<Connection> {
        let Self(mut connection) = self;
        let reset = timeout(PATIENCE, connection.talk.command(RESET)).await;
        matches!(reset, Ok(Ok(_))).then_some(connection)
    }
}

/// What the server said, where it said no.
fn refused(fault: &Error) -> Option<Refused> {
    let code = fault.status()?.into();
    let refusal = match code {
        // Whatever it is said to, a server says of itself that it does not serve, and closes (RFC 5321, 3.8).
        421 => Refusal::OfSender,
        _ if fault.is_permanent() => Refusal::ForGood,
        _ => Refusal::ForNow,
    };
    Some(Refused { code: Some(code), refusal })
}

fn server(why: &str) -> CampaignFault {
    CampaignFault::Server(why.to_owned())
}

/// Why the server is of no use now. Its own words are left out: they can name a person.
fn said(fault: &Error) -> CampaignFault {
    match fault.status() {
        Some(code) => CampaignFault::Server(format!("it says {code}")),
        None if fault.is_tls() => server("TLS cannot be spoken with it"),
        None => server("it is not reached, or breaks off"),
    }
}

/// By whose word the server is believed to be itself: by public authorities, and the country's own.
fn trust(mail: &Mail, host: &str, folder: &Path) -> Result<TlsParameters, CampaignFault> {
    let mut tls = TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::WebpkiRoots);
    if let Some(file) = &mail.authorities {
        let path = folder.join(file);
        let pem = std::fs::read(&path).map_err(|fault| CampaignFault::File(path.display().to_string(), fault))?;
        tls = tls.add_root_certificate(Certificate::from_pem(&pem).map_err(|_| server("`authorities` is no PEM"))?);
    }
    tls.build().map_err(|_| server("TLS cannot be spoken"))
}

fn credentials(mail: &Mail, folder: &Path) -> Result<Option<Credentials>, CampaignFault> {
    let (user, file) = match (&mail.user, &mail.password_file) {
        (None, None) => return Ok(None),
        (Some(user), Some(file)) => (user, file),
        _ => return Err(server("`user` and `password_file` go together")),
    };
    let path = folder.join(file);
    let password = std::fs::read_to_string(&path);
    let password = password.map_err(|fault| CampaignFault::File(path.display().to_string(), fault))?;
    Ok(Some(Credentials::new(user.clone(), password.trim_end_matches(['\r', '\n']).to_owned())))
}
