//! A backup of the desk's data while it works, and the way back. The key goes along: without it no reader's secret would be
//! right again. So the file is as secret as the desk.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use super::{DATABASE, FlagError, Hold, KEY, Key, Store};

/// Writes a backup; a file that is there is never overwritten.
pub async fn backup(data: &Path, file: &Path) -> Result<(), FlagError> {
    if file.exists() {
        return Err(FlagError::Wrong(format!("{} is there already: choose another name", file.display())));
    }
    let store = Store::open(data).await?;
    Key::of(data, store.is_empty().await?)?;
    let key = fs::read(data.join(KEY)).map_err(|e| FlagError::File(data.join(KEY), e))?;
    let failed = |error| FlagError::File(file.into(), error);
    // Nobody else may read it at any moment.
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(failed)?;
    let copied = async {
        sqlx::query("VACUUM INTO $1").bind(file.to_string_lossy()).execute(&store.pool).await?;
        let pool = sqlx::SqlitePool::connect_with(sqlx::sqlite::SqliteConnectOptions::new().filename(file)).await?;
        sqlx::query("CREATE TABLE desk_key (key BLOB NOT NULL)").execute(&pool).await?;
        sqlx::query("INSERT INTO desk_key (key) VALUES ($1)").bind(key).execute(&pool).await?;
        pool.close().await;
        Ok::<_, FlagError>(())
    };
    if let Err(error) = copied.await {
        fs::remove_file(file).map_err(failed)?;
        return Err(error);
    }
    fs::File::open(file).and_then(|f| f.sync_all()).map_err(failed)
}

/// Puts a backup into a data folder that has no database, or with `force` in the place of the one that is there.
pub async fn restore(data: &Path, file: &Path, force: bool) -> Result<(), FlagError> {
    let _hold = Hold::of(data)?;
    let target = data.join(DATABASE);
    if target.exists() && !force {
        return Err(FlagError::Wrong(format!(
            "{} is there: end the desk, and give --force if the backup shall take its place",
            target.display()
        )));
    }
    let open = sqlx::sqlite::SqliteConnectOptions::new().filename(file).read_only(true);
    let pool = sqlx::SqlitePool::connect_with(open).await?;
    let checked: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&pool).await?;
    if checked != "ok" {
        return Err(FlagError::Wrong(format!("{} is damaged: {checked}", file.display())));
    }
    let key: Vec<u8> = sqlx::query_scalar("SELECT key FROM desk_key").fetch_one(&pool).await?;
    pool.close().await;
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| FlagError::File(path.clone(), error)
    };
    fs::create_dir_all(data).map_err(failed(data))?;
    let new = data.join(".restored");
    fs::copy(file, &new).map_err(failed(&new))?;
    // The backup may have come a way that opened it to others.
    fs::set_permissions(&new, fs::Permissions::from_mode(0o600)).map_err(failed(&new))?;
    let pool = sqlx::SqlitePool::connect_with(sqlx::sqlite::SqliteConnectOptions::new().filename(&new)).await?;
    sqlx::query("DROP TABLE desk_key").execute(&pool).await?;
    sqlx::query("VACUUM").execute(&pool).await?;
    pool.close().await;
    // A log of the old database would be taken for one of the new.
    for name in [format!("{DATABASE}-wal"), format!("{DATABASE}-shm")] {
        let path = data.join(name);
        if path.exists() {
            fs::remove_file(&path).map_err(failed(&path))?;
        }
    }
    let path = data.join(KEY);
    let written = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path);
    written.and_then(|mut f| f.write_all(&key).and_then(|()| f.sync_all())).map_err(failed(&path))?;
    fs::rename(&new, &target).map_err(failed(&target))?;
    fs::File::open(data).and_then(|f| f.sync_all()).map_err(failed(data))
}
