-- What a channel must know on every replica: small values that change only from the version that was seen.

-- A version is never given twice, not even after a record has been removed: who waited too long changes nothing.
create sequence record_versions;

create table records (
    kind       text        not null,
    key        text        collate "C" not null,
    value      text        not null,
    version    bigint      not null default nextval('record_versions'),
    expires_at timestamptz,
    primary key (kind, key)
);

create index records_expiry on records (expires_at) where expires_at is not null;

-- Belongs to the app and to no tenant: only who works for all of them sees it.
alter table records enable row level security;
alter table records force row level security;
create policy every_tenant on records using (current_setting('chatopsbot.tenant', true) = '*');
