-- A turn whose message was deleted keeps its ids and where its reply stood, and neither question nor answer.
alter table turns add column withdrawn_at timestamptz;
