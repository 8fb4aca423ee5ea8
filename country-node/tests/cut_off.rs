//! A release that is cut off: at every step, by a kill, by a disk that fills. The former one stays in force, and no
//! account shows less than was published.

use crate::ground::{Ground, NOW, SURVEY, person_id, survey};
use crate::serving::Serving;
use country_node::release::cut::{Which, cut};
use country_node::release::recall::{Instead, recall};
use country_node::store::{recall as recalls, release, release_table, spending};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};
use serde_json::{Value, json};
use std::future::Future;
use std::pin::{Pin, pin};
use std::process::Stdio;
use std::task::{Context, Poll};
use tokio::process::Command;
use tokio::time::{Duration, Instant, sleep};

/// A register under differential privacy with a budget for many releases, published once. It lives by the machine's clock,
/// as the real program does.
async fn register(people: usize) -> Ground {
    let mechanism = "mechanism = { name = \"CELL_KEY\", threshold = 10 }";
    let privacy = "yearly_rho = 4.0\nmechanism = { name = \"DIFFERENTIAL_PRIVACY\", rho = 0.01 }";
    let ground = Ground::new().await.under("[dataset.SURVEY]", "[dataset.REGISTER]").await;
    let ground = ground.under(mechanism, privacy).await;
    ground.later(node_rules::clock::system()() - NOW);
    let mapping = SURVEY.replace("\"SURVEY\"", "\"REGISTER\"");
    let mapping = mapping.replace("weight = { column = \"weight\", max = 1000 }", "");
    let file = ground.write("register.csv", survey(people));
    ground.import(&mapping, &file).await.unwrap();
    ground.consent(&(0..people).map(person_id).collect::<Vec<_>>(), "GIVEN", ground.now() - 100).await;
    ground.release().await.unwrap();
    ground
}

/// All that is stored of releases: ids, whole tables, recalls.
type Stored = (Vec<release::Model>, Vec<release_table::Model>, Vec<recalls::Model>);

async fn stored(ground: &Ground) -> Stored {
    let store = ground.reopened().await.store;
    let releases = release::Entity::find().order_by_asc(release::Column::Id).all(&store).await.unwrap();
    let tables = release_table::Entity::find()
        .order_by_asc(release_table::Column::ReleaseId)
        .order_by_asc(release_table::Column::Number);
    let tables = tables.all(&store).await.unwrap();
    (releases, tables, recalls::Entity::find().all(&store).await.unwrap())
}

/// Each published release of a register has a line in the account.
async fn every_release_is_accounted_for(ground: &Ground, releases: usize) {
    let lines = spending::Entity::find().count(&ground.node.store).await.unwrap();
    assert!(lines >= releases as u64, "{releases} releases are published and {lines} were charged");
}

/// Lets something go on for so many steps, each from one wait to the next, and then drops it where it stands.
pub struct Steps<'a, F>(pub Pin<&'a mut F>, pub usize);

impl<F: Future> Future for Steps<'_, F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.1 == 0 {
            return Poll::Ready(None);
        }
        self.1 -= 1;
        self.0.as_mut().poll(context).map(Some)
    }
}

/// Cuts `what` off after its first step, after its second, and so on until it comes to its end, or has been published
/// though nobody was there to hear of it.
async fn cut_off_at_every_step<O, F: Future<Output = O>>(ground: &Ground, mut what: impl FnMut() -> F) {
    let former = stored(ground).await;
    for steps in 1..500 {
        // What had been dropped may still hold the turn for a moment.
        sleep(Duration::from_millis(2)).await;
        let done = Steps(pin!(what()).as_mut(), steps).await.is_some();
        let found = stored(ground).await;
        every_release_is_accounted_for(ground, found.0.len()).await;
        if done || found != former {
            assert!(steps >= 6, "it was over in {steps} steps: nothing was cut off");
            assert_eq!(found.0.len(), 2, "after {steps} steps the next release is there");
            assert_eq!(found.1.len(), 2 * former.1.len(), "after {steps} steps it is there with all its tables");
            assert!(found.1[..former.1.len()] == former.1[..], "the former release was changed");
            return;
        }
    }
    panic!("it never came to its end");
}

#[tokio::test]
async fn a_release_cut_off_at_any_step_leaves_the_former_one_to_the_byte() {
    let ground = register(300).await;
    ground.later(60);
    let node = &ground.node;
    let all = Which::default();
    cut_off_at_every_step(&ground, || cut(node, &all)).await;
    assert_eq!(stored(&ground).await.0[1].id, "COL-REGISTER-2024-2");
}

#[tokio::test]
async fn a_recall_cut_off_at_any_step_leaves_the_release_in_force_or_the_next_one() {
    let ground = register(300).await;
    ground.later(60);
    let node = &ground.node;
    cut_off_at_every_step(&ground, || recall(node, "COL-REGISTER-2024-1", "urgent", Instead::Next)).await;
    assert_eq!(stored(&ground).await.2.len(), 1, "the next release without the recall of the former");
}

fn program(ground: &Ground, shell: &str) -> Command {
    let mut command = Command::new("bash");
    command.current_dir(ground.path()).args(["-c", shell, "bash", env!("CARGO_BIN_EXE_country-node")]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

async fn in_force(ground: &Ground) -> Value {
    let serving = Serving::start(ground).await;
    let answer = serving.answer(json!({ "dataset": "REGISTER", "by": ["SEX"], "purpose": "COMPARISON" })).await;
    serving.stop().await;
    json!([answer["source"]["release"], answer["figures"]])
}

#[tokio::test]
async fn a_release_killed_at_any_moment_leaves_the_former_in_force_or_is_whole() {
    let ground = register(20_000).await;
    let begun = Instant::now();
    let whole = program(&ground, "exec \"$1\" release").output().await.unwrap();
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
    let whole = begun.elapsed();
    let mut killed = 0;
    for twelfths in 0..12 {
        let former = stored(&ground).await;
        let mut child = program(&ground, "exec \"$1\" release").spawn().unwrap();
        sleep(whole * twelfths / 12).await;
        child.kill().await.unwrap();
        let found = stored(&ground).await;
        every_release_is_accounted_for(&ground, found.0.len()).await;
        if found == former {
            killed += 1;
        } else {
            assert_eq!(found.0.len(), former.0.len() + 1, "a part of a release is there");
            let tables: usize = found.1.len() - former.1.len();
            assert_eq!(tables * former.0.len(), former.1.len(), "a release without some of its tables is there");
        }
    }
    assert!(killed >= 3, "releases were over before they could be killed: give them more to do");
    let answered = in_force(&ground).await;
    assert_eq!(answered[1].as_array().unwrap().len(), 2, "{answered}");
}

#[tokio::test]
async fn a_disk_that_fills_is_told_and_the_former_release_stays_in_force() {
    let ground = register(2_000).await;
    let former = (stored(&ground).await, in_force(&ground).await);
    // No file may grow beyond so many KiB: what a full disk does, without filling one. Each time there is room for more.
    let (mut failed, mut charged) = (0, 0);
    for round in 0.. {
        // What was asked between two rounds has made the log longer.
        let log = std::fs::metadata(ground.path().join("node.db-wal")).unwrap().len() / 1024;
        let room = [64, log / 2].into_iter().chain((log + 24..).step_by(32)).nth(round).unwrap();
        let full = format!("trap '' XFSZ; ulimit -f {room}; exec \"$1\" release");
        let done = program(&ground, &full).output().await.unwrap();
        if done.status.success() {
            break;
        }
        let told = String::from_utf8_lossy(&done.stderr);
        if told.contains("it is done, but how it ended is not written down") {
            break;
        }
        let names = ["the store: ", "the audit log: "].iter().any(|what| told.contains(what));
        assert!(names && told.contains("disk"), "{told}");
        assert_eq!((stored(&ground).await, in_force(&ground).await), former, "with room for {room} KiB");
        failed += 1;
        let lines = spending::Entity::find().count(&ground.node.store).await.unwrap();
        charged += usize::from(lines > 1 && told.contains("the former release stands"));
    }
    assert!(failed >= 3, "the disk was never full: begin with less room");
    assert!(charged >= 1, "none failed between spending and publishing, of {failed}");
    assert_eq!(stored(&ground).await.0.len(), 2, "with room enough the next release is published");
}
