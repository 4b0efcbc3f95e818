use super::*;
use crate::{
    api::PageQuery,
    engine::store::testing::{create_group, item, open},
};

#[tokio::test]
async fn each_item_of_a_batch_has_an_outcome_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path()).await;
    let (ana, stranger, now) = (UserId::random(), UserId::random(), Timestamp::now());
    let group = create_group(&store, ana, now).await;
    let first = item(ana, "first");
    let batch = [
        first.clone(),
        item(stranger, "from outside"),
        SendItem { reply_to: Some(Seq(1)), ..item(ana, "to somebody's coming") },
        SendItem { reply_to: Some(Seq(9)), ..item(ana, "to what is not there") },
        SendItem { id: MessageId::random(), ..first.clone() },
        SendItem { reply_to: Some(Seq(2)), ..item(ana, "to the first") },
    ];

    let outcomes = store.send(group, &batch, now).await.expect("is stored").outcomes;
    let [SendOutcome::Stored(Seq(2)), refused @ .., SendOutcome::Duplicate(repeated), SendOutcome::Stored(Seq(3))] =
        outcomes.as_slice()
    else {
        panic!("{outcomes:?}")
    };
    assert_eq!(refused, [SendOutcome::NotAMember, SendOutcome::NothingToAnswer, SendOutcome::NothingToAnswer]);
    assert_eq!((repeated.seq, repeated.id), (Seq(2), first.id), "as it was stored");

    let page = store.page(group, ana, PageQuery::Newest, 100).await.expect("a page");
    let shown: Vec<_> =
        page.messages.iter().map(|m| (m.seq, m.reply_to, m.content.as_deref().unwrap_or_default())).collect();
    assert_eq!(shown, [(Seq(2), None, "first"), (Seq(3), Some(Seq(2)), "to the first")]);
    assert_eq!(page.head, Seq(3), "what was refused took no place");
}
