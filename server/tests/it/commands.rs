//! `tertulia verify`, `backup` and `restore`, as they are typed.

use std::{path::Path, process::Output};

use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;

use crate::harness::{Program, soon};

async fn tertulia(args: &[&str], data: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tertulia"));
    command.args(args).arg("--data").arg(data).env_remove("TERTULIA_DB");
    soon("the command", command.output()).await.expect("ran")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn a_backup_of_the_running_program_is_restored_checked_and_served() {
    let (old, new) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let mut program = Program::start(old.path(), "json").await;
    let ana = program.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    ana.say(&group, "hola").await;
    let before = ana.get(&format!("/api/v1/groups/{group}")).await.expect(200);
    let file = old.path().join("backup.gz");
    let name = file.to_str().expect("text");
    let taken = tertulia(&["backup", name], &old.path().join("data")).await;
    assert!(taken.status.success(), "{}", text(&taken.stderr));
    assert!(text(&taken.stdout).contains("1 accounts, 1 groups, 1 messages"), "{}", text(&taken.stdout));
    let live = tertulia(&["verify"], &old.path().join("data")).await;
    assert!(live.status.success(), "{}", text(&live.stderr));
    assert_eq!(text(&live.stdout), "1 accounts, 1 groups, 2 log entries, 1 messages: no problems\n");
    let locked = tertulia(&["restore", name], &old.path().join("data")).await;
    assert_eq!(locked.status.code(), Some(2), "the folder of a running program is not empty");
    ana.say(&group, "sigo aquí").await;
    program.signal("KILL");
    program.ended().await;
    let data = new.path().join("data");
    let restored = tertulia(&["restore", name], &data).await;
    assert!(restored.status.success(), "{}", text(&restored.stderr));
    let checked = tertulia(&["verify", "--json"], &data).await;
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stderr));
    assert_eq!(text(&restored.stderr) + &text(&checked.stderr) + &text(&taken.stderr), "", "nothing to be said");
    let summary: Value = serde_json::from_slice(&checked.stdout).expect("one line");
    assert_eq!((&summary["summary"]["messages"], &summary["summary"]["problems"]), (&1.into(), &0.into()));
    let program = Program::start(new.path(), "json").await;
    let ana = program.again(&ana);
    assert_eq!(ana.get("/api/v1/me").await.status.as_u16(), 401, "sessions are not restored");
    let ana = ana.sign_in_again().await;
    assert_eq!(ana.texts(&group).await, ["hola"]);
    let after = ana.get(&format!("/api/v1/groups/{group}")).await.expect(200);
    assert_eq!(after["head"], before["head"]);
    assert_ne!(after["epoch"], before["epoch"]);
}

#[tokio::test]
async fn a_closed_database_is_backed_up_directly_and_the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().expect("a folder");
    let mut program = Program::start(folder.path(), "json").await;
    program.sign_up("Ana").await;
    program.signal("TERM");
    program.ended().await;
    let (data, file) = (folder.path().join("data"), folder.path().join("backup.gz"));
    assert!(!data.join("control").exists());
    let taken = tertulia(&["backup", file.to_str().expect("text")], &data).await;
    assert!(taken.status.success(), "{}", text(&taken.stderr));
    let mode = std::fs::metadata(&file).expect("made").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn what_cannot_be_done_is_said_and_leaves_nothing_behind() {
    let folder = TempDir::new().expect("a folder");
    let (data, file) = (folder.path().join("data"), folder.path().join("backup.gz"));
    for args in [&["verify"][..], &["backup", file.to_str().expect("text")], &["restore", file.to_str().expect("text")]]
    {
        let output = tertulia(args, &data).await;
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

/// A data folder that nothing has open, with one account.
async fn closed_chat(folder: &Path) -> std::path::PathBuf {
    let mut program = Program::start(folder, "json").await;
    program.sign_up("Ana").await;
    program.signal("TERM");
    program.ended().await;
    folder.join("data")
}

#[tokio::test]
async fn a_backup_neither_follows_a_link_nor_writes_into_a_file_that_is_there() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = TempDir::new().expect("a folder");
    let data = closed_chat(folder.path()).await;
    let place = folder.path().join("backups");
    std::fs::create_dir(&place).expect("a folder");
    let (precious, file) = (place.join("precious"), place.join("backup.gz"));
    std::fs::write(&precious, "precious").expect("writes");
    let name = file.to_str().expect("text");

    symlink(&precious, &file).expect("a link");
    let refused = tertulia(&["backup", name], &data).await;
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("not a plain file"), "{}", text(&refused.stderr));
    std::fs::remove_file(&file).expect("the link is there still");

    std::fs::hard_link(&precious, &file).expect("a second name");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o666)).expect("its owner may");
    let taken = tertulia(&["backup", name], &data).await;
    assert!(taken.status.success(), "{}", text(&taken.stderr));
    assert_eq!(std::fs::metadata(&file).expect("made").permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_to_string(&precious).expect("reads"), "precious");

    // What earlier versions wrote into while they were at it.
    symlink(&precious, place.join("backup.gz.part")).expect("a link");
    let again = tertulia(&["backup", name], &data).await;
    assert!(again.status.success(), "an earlier backup may be replaced: {}", text(&again.stderr));
    assert_eq!(std::fs::read_to_string(&precious).expect("reads"), "precious");
    let mut names: Vec<_> =
        std::fs::read_dir(&place).expect("a folder").map(|entry| entry.expect("reads").file_name()).collect();
    names.sort();
    assert_eq!(names, ["backup.gz", "backup.gz.part", "precious"], "nothing half-done stays");
}
