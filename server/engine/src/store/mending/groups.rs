//! Names, descriptions and messages of groups.

use surrealdb::types::{SurrealValue, Value};
use tertulia::{
    group::{Description, GroupName},
    ids::GroupId,
    message::Content,
};
use uuid::Uuid;

use crate::{
    error::Result,
    store::{Part, Store, vars},
};

/// Messages that are read together.
const WINDOW: i64 = 500;

#[derive(SurrealValue)]
struct GroupText {
    grp: Uuid,
    name: String,
    description: String,
    seq: i64,
    messages: i64,
}

#[derive(SurrealValue)]
struct MessageText {
    number: i64,
    content: Option<String>,
}

impl Store {
    pub(super) async fn mend_groups(&self, count: i64) -> Result<()> {
        for part in Part::cut(count) {
            let sql =
                "SELECT record::id(id) AS grp, name, description, seq, messages FROM type::record('grp', $lo..=$hi)";
            let groups: Vec<GroupText> = self.attempt(sql, part.vars()).await?;
            for group in groups {
                self.mend_messages(group.grp, group.messages).await?;
                self.tell_apart(group.grp, group.seq).await?;
                self.rename(group).await?;
            }
        }
        Ok(())
    }

    async fn rename(&self, group: GroupText) -> Result<()> {
        let name = GroupName::mend(&group.name, GroupId::from(group.grp)).as_str().to_owned();
        let description = Description::mend(&group.description).as_str().to_owned();
        if (&name, &description) == (&group.name, &group.description) {
            return Ok(());
        }
        let sql = "RETURN {
            UPDATE type::record('grp', $g) SET name = $name, description = $description RETURN NONE;
            RETURN NONE;
        }";
        let vars = vars! { "g": group.grp, "name": name, "description": description };
        self.write::<Value>(sql, vars).await.map(drop)
    }

    async fn mend_messages(&self, group: Uuid, count: i64) -> Result<()> {
        for lo in (1..=count).step_by(WINDOW.unsigned_abs() as usize) {
            let sql = "SELECT number, content FROM message:[$g, $lo]..=[$g, $hi]";
            let vars = vars! { "g": group, "lo": lo, "hi": lo.saturating_add(WINDOW - 1) };
            let rows: Vec<MessageText> = self.attempt(sql, vars).await?;
            let mended: Vec<MessageText> = rows.into_iter().filter_map(MessageText::mended).collect();
            if mended.is_empty() {
                continue;
            }
            let sql = "RETURN {
                FOR $r IN $rows { UPDATE type::record('message', [$g, $r.number]) SET content = $r.content RETURN NONE };
                RETURN NONE;
            }";
            self.write::<Value>(sql, vars! { "g": group, "rows": mended }).await?;
        }
        Ok(())
    }
}

impl MessageText {
    /// With another text, if it needs mending.
    fn mended(self) -> Option<Self> {
        let text = self.content?;
        let content = Content::mend(&text).into_string();
        (content != text).then_some(Self { number: self.number, content: Some(content) })
    }
}
