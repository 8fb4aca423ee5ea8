//! The store's form: every change can be made, taken back and made again.

use crate::ground::{Ground, STOCK, SURVEY, survey};
use country_node::store;
use node_migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tempfile::TempDir;

async fn tables(store: &DatabaseConnection) -> Vec<String> {
    let query = "SELECT type || ' ' || name AS what FROM sqlite_master \
        WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'seaql_%' ORDER BY name";
    let rows = store.query_all_raw(Statement::from_string(store.get_database_backend(), query)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "what").unwrap()).collect()
}

#[tokio::test]
async fn the_changes_go_up_and_down_and_up_again_and_leave_nothing_when_down() {
    let folder = TempDir::new().unwrap();
    let store = store::connect(&format!("sqlite://{}", folder.path().join("node.db").display())).await.unwrap();
    let mut forms = vec![tables(&store).await];
    assert_eq!(forms[0], [""; 0], "a new store is empty");
    let changes = Migrator::migrations().len();
    for _ in 0..changes {
        Migrator::up(&store, Some(1)).await.unwrap();
        forms.push(tables(&store).await);
    }
    let whole = forms.pop().unwrap();
    let expected =
        ["audit_checkpoint", "audit_entry", "consent_event", "person", "release", "release_table", "total", "wave"]
            .map(|t| format!("table {t}"));
    assert!(expected.iter().all(|table| whole.contains(table)), "{whole:?}");
    for former in forms.into_iter().rev() {
        Migrator::down(&store, Some(1)).await.unwrap();
        assert_eq!(tables(&store).await, former, "a change taken back must leave what was before it");
    }
    Migrator::up(&store, None).await.unwrap();
    assert_eq!(tables(&store).await, whole);
    Migrator::up(&store, None).await.unwrap();
    Migrator::down(&store, None).await.unwrap();
    assert_eq!(tables(&store).await, [""; 0], "all down leaves no table");
}

#[tokio::test]
async fn a_store_with_data_goes_down_and_up_too() {
    let ground = Ground::with_survey(50).await;
    ground.release().await.unwrap();
    let store = &ground.node.store;
    Migrator::down(store, None).await.unwrap();
    Migrator::up(store, None).await.unwrap();
    assert_eq!(ground.counts().await, [0; 3]);
    let file = ground.write("survey.csv", survey(10));
    assert_eq!(ground.import(SURVEY, &file).await.unwrap().rows, 10);
    let file = ground.write("stock.csv", "year,to,men,women\n2020,USA,3,4\n");
    assert_eq!(ground.import(STOCK, &file).await.unwrap().rows, 2);
}

#[tokio::test]
async fn a_folder_that_holds_a_node_is_not_made_one_again_and_its_secrets_stay() {
    let ground = Ground::new().await;
    let secret = std::fs::read(ground.path().join("record.secret")).unwrap();
    let mut random = |bytes: &mut [u8; 32]| *bytes = [9; 32];
    let clock = node_rules::clock::fixed(1);
    let again = country_node::init::init(ground.path(), &ground.node.config, &mut random, clock.clone()).await;
    assert!(matches!(again, Err(country_node::node::NodeFault::Exists(_))));
    std::fs::remove_file(ground.path().join("node.toml")).unwrap();
    country_node::init::init(ground.path(), &ground.node.config, &mut random, clock).await.unwrap();
    assert_eq!(std::fs::read(ground.path().join("record.secret")).unwrap(), secret, "a secret is never overwritten");
    #[cfg(unix)]
    for file in ["record.secret", "signing.key"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(ground.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file} can be read by others");
    }
}
